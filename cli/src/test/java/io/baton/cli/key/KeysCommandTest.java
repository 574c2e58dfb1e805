package io.baton.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysCommandTest {
  private static final Key VALID = key("key-1", "laptop", Optional.empty());
  private static final Key REVOKED = key("key-2", "old phone", Optional.of(Instant.EPOCH));

  private final ApiKey secret = ApiKey.random();
  private final FakeApi api =
      new FakeApi()
          .answers("GET /v1/keys", new KeyPage(List.of(VALID, REVOKED), Optional.empty()))
          .answers("GET /v1/keys/current", VALID)
          .answers("POST /v1/keys", new CreatedKey(VALID, secret))
          .answers("POST /v1/keys/key-2/revoke", REVOKED);

  private static Key key(String id, String name, Optional<Instant> revoked) {
    return new Key(
        new KeyId(id),
        name,
        Role.USER,
        Optional.of(new OwnerName("ann")),
        Optional.empty(),
        "abcd",
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        revoked);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void keys_that_are_valid_are_listed_and_with_all_the_others_too() throws IOException {
    assertThat(api.run("keys").out())
        .containsPattern("key-1 +user +ann +…abcd +never +valid +laptop")
        .doesNotContain("key-2");
    assertThat(api.run("keys", "list", "--all").out())
        .containsPattern("key-2 .*revoked +old phone");
    assertThat(api.run("keys", "--all", "-q").out()).isEqualTo("key-1\nkey-2\n");
    assertThat(Json.mapper().readTree(api.run("keys", "--json").out()))
        .singleElement()
        .satisfies(key -> assertThat(key.path("name").asText()).isEqualTo("laptop"));
  }

  @Test
  void a_key_is_made_and_shown_once() throws IOException {
    CommandLineRun made =
        api.run("keys", "create", "laptop", "--owner", "ann", "--expires-in", "600");

    assertThat(made.out()).contains(secret.value(), "not shown again", "key-1");
    JsonNode sent = api.requests("POST /v1/keys").get(0).json();
    assertThat(sent.path("role").asText()).isEqualTo("user");
    assertThat(sent.path("owner").asText()).isEqualTo("ann");
    assertThat(sent.path("expiresInSeconds").asInt()).isEqualTo(600);
    assertThat(api.run("keys", "create", "laptop", "-q").out()).isEqualTo(secret.value() + "\n");
    assertThat(
            Json.mapper()
                .readTree(api.run("keys", "create", "laptop", "--json").out())
                .path("secret")
                .asText())
        .isEqualTo(secret.value());
  }

  @Test
  void the_key_in_use_is_shown() {
    assertThat(api.run("keys", "current").out())
        .contains("key-1, ends in abcd", "laptop", "expires  never");
    assertThat(api.run("keys", "current", "-q").out()).isEqualTo("key-1\n");
    assertThat(api.run("keys", "current", "--json").out()).contains("\"laptop\"");
  }

  @Test
  void keys_are_revoked_by_their_ids() {
    api.refuses("POST /v1/keys/key-9/revoke", ErrorCode.NOT_FOUND, "There is no key key-9.");

    assertThat(api.run("keys", "revoke", "key-2").out()).isEqualTo("Key key-2 is revoked.\n");
    assertThat(api.run("keys", "revoke", "key-2", "-q").out()).isEmpty();
    assertThat(api.run("keys", "revoke", "key-2", "--json").out()).contains("revokedAt");
    CommandLineRun unknown = api.run("keys", "revoke", "key-9");
    assertThat(unknown.err()).contains("There is no key key-9.").contains("baton keys --all");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void what_the_contract_refuses_ends_as_a_sentence() {
    CommandLineRun tooShort = api.run("keys", "create", "x", "--expires-in", "5");

    assertThat(tooShort.err()).endsWith("must be from 60 to 315360000, not 5.\n");
    assertThat(tooShort.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}

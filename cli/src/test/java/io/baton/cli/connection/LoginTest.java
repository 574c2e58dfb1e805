package io.baton.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  private static final Key KEY =
      new Key(
          new KeyId("key-1"),
          "laptop",
          Role.USER,
          Optional.of(new OwnerName("ann")),
          Optional.empty(),
          "abcd",
          Optional.empty(),
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path home;
  private final ApiKey secret = ApiKey.random();
  private final FakeApi api = new FakeApi().answers("GET /v1/keys/current", KEY);
  private final FakeApi other =
      new FakeApi()
          .answers("GET /v1/keys/current", KEY)
          .answers("GET /v1/jobs", new JobPage(List.of(), Optional.empty()));

  @AfterEach
  void close() {
    api.close();
    other.close();
  }

  private CommandLineRun baton(String... arguments) {
    return new CommandLineRun.Setting().home(home).input(secret.value() + "\n").run(arguments);
  }

  private CommandLineRun login(FakeApi where, String profile) {
    return baton("login", where.address().toString(), "--profile", profile);
  }

  @Test
  void a_login_is_kept_where_only_its_owner_can_read_it() throws IOException {
    CommandLineRun login = login(api, "work");

    assertThat(login.err()).isEmpty();
    assertThat(login.out())
        .contains("'laptop', role user, owner ann")
        .doesNotContain(secret.value());
    Path file = home.resolve("profiles.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains(secret.value());
  }

  @Test
  void a_key_that_is_refused_is_not_kept() {
    api.refuses("GET /v1/keys/current", ErrorCode.UNAUTHENTICATED, "The API key is not valid.");

    CommandLineRun login = login(api, "work");

    assertThat(login.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(login.err()).contains("The API key is not valid.").contains("baton login URL");
    assertThat(home.resolve("profiles.json")).doesNotExist();
  }

  @Test
  void commands_use_the_last_login_until_another_is_chosen() {
    api.answers("GET /v1/jobs", new JobPage(List.of(), Optional.empty()));
    login(api, "work");
    login(other, "home");

    assertThat(baton("list").exitCode()).isZero();
    assertThat(other.requests("GET /v1/jobs"))
        .singleElement()
        .satisfies(request -> assertThat(request.key()).isEqualTo(secret.bearer()));

    assertThat(baton("profiles", "use", "work").exitCode()).isZero();
    assertThat(baton("list").exitCode()).isZero();
    assertThat(api.requests("GET /v1/jobs")).hasSize(1);
    assertThat(baton("list", "--profile", "home").exitCode()).isZero();
    assertThat(other.requests("GET /v1/jobs")).hasSize(2);
    assertThat(baton("profiles", "--quiet").out()).isEqualTo("work\nhome\n");
    assertThat(baton("profiles", "--json").out()).doesNotContain(secret.value());
  }

  @Test
  void a_stored_key_goes_to_no_other_address() {
    login(api, "work");

    assertThat(baton("list", "--api", other.address().toString()).exitCode()).isZero();

    assertThat(other.requests("GET /v1/jobs"))
        .singleElement()
        .satisfies(request -> assertThat(request.key()).isEmpty());
  }

  @Test
  void the_environment_is_stronger_than_a_login() {
    login(api, "work");
    ApiKey own = ApiKey.random();

    CommandLineRun list =
        new CommandLineRun.Setting()
            .home(home)
            .variable("BATON_API", other.address().toString())
            .variable("BATON_API_KEY", own.value())
            .run("list");

    assertThat(list.exitCode()).isZero();
    assertThat(other.requests("GET /v1/jobs"))
        .singleElement()
        .satisfies(request -> assertThat(request.key()).isEqualTo(own.bearer()));
  }

  @Test
  void a_logout_forgets_the_key() throws IOException {
    login(api, "work");

    assertThat(baton("logout").exitCode()).isZero();

    assertThat(Files.readString(home.resolve("profiles.json"))).doesNotContain(secret.value());
    assertThat(baton("logout").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_file_of_profiles_that_is_damaged_is_named() throws IOException {
    Files.writeString(home.resolve("profiles.json"), "{\"profiles\": [");

    CommandLineRun list = baton("list");

    assertThat(list.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(list.err()).contains("profiles.json holds no profiles").hasLineCount(1);
  }
}

package io.baton.api.key;

import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestKeys.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class KeyTest extends PlatformTest {
  private static final OwnerName ALICE = new OwnerName("alice");

  @Inject BootstrapKey bootstrap;

  @BeforeEach
  void onlyTheOperatorsKey() {
    tables.execute("delete from api_key where name <> 'bootstrap' or revoked_at is not null");
  }

  @Test
  void database_holds_no_key_that_could_be_used() {
    String key = TestKeys.user("alice");

    assertThat(tables.rows("select k::text from api_key k"))
        .hasSize(2)
        .noneMatch(row -> row.contains(key) || row.contains(key.substring("baton_".length())));
  }

  @Test
  void request_without_a_key_is_told_how_to_send_one() {
    Response answer = TestKeys.asNobody().get("/v1/jobs");

    Problem problem = read(answer, 401, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(problem.detail()).contains("Authorization: Bearer baton_");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"baton\"");
    assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
  }

  @Test
  void every_answer_says_the_time_of_the_service() {
    String date = TestKeys.asNobody().get("/q/health/live").header("Date");

    assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Basic dXNlcjpwYXNz | must be 'Bearer' and an API key
          Bearer             | must be 'Bearer' and an API key
          Bearer secret      | must be 'baton_' and 43 of
          Bearer baton_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | unknown, revoked or expired
          """)
  void what_is_no_valid_key_is_refused_with_the_reason(String header, String reason) {
    Response answer = TestKeys.asNobody().header("Authorization", header).get("/v1/jobs");

    assertThat(read(answer, 401, Problem.class).detail()).contains(reason);
    assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
  }

  @Test
  void role_that_does_not_suffice_is_refused_as_forbidden() {
    Problem problem = read(as(TestKeys.user("alice")).get("/v1/nodes"), 403, Problem.class);

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void key_is_known_by_what_it_may_do_and_when_it_was_used() {
    String key = TestKeys.user("alice");

    Key current = read(as(key).get("/v1/keys/current"), 200, Key.class);

    assertThat(current.role()).isEqualTo(Role.USER);
    assertThat(current.owner()).contains(ALICE);
    assertThat(key).endsWith(current.ending());
    assertThat(current.createdBy()).isPresent();
    assertThat(current.lastUsedAt()).isPresent();
  }

  @Test
  void revoked_key_is_refused_at_once_where_it_was_revoked() {
    String key = TestKeys.user("alice");
    Key current = read(as(key).get("/v1/keys/current"), 200, Key.class);

    Key revoked = read(TestApi.post("/v1/keys/" + current.id() + "/revoke", "{}"), 200, Key.class);
    Key again = read(TestApi.post("/v1/keys/" + current.id() + "/revoke", "{}"), 200, Key.class);

    read(as(key).get("/v1/keys/current"), 401, Problem.class);
    assertThat(revoked.revokedAt()).isPresent();
    assertThat(again.revokedAt()).isEqualTo(revoked.revokedAt());
  }

  @Test
  void key_that_another_replica_revoked_is_soon_refused() {
    String key = TestKeys.user("alice");
    read(as(key).get("/v1/keys/current"), 200, Key.class);

    tables.execute("update api_key set revoked_at = now() where owner = 'alice'");

    Await.until(() -> as(key).get("/v1/keys/current").statusCode(), status -> status == 401);
  }

  @Test
  void key_is_refused_after_its_expiry_by_the_databases_clock() {
    KeyCreation hour =
        new KeyCreation(
            "hour", Role.USER, Optional.of(ALICE), Optional.empty(), Optional.of(3600L));
    CreatedKey created = read(TestApi.post("/v1/keys", hour), 201, CreatedKey.class);
    String key = created.secret().value();
    read(as(key).get("/v1/keys/current"), 200, Key.class);
    assertThat(created.key().expiresAt())
        .contains(created.key().createdAt().plus(Duration.ofHours(1)));

    clock.advance(Duration.ofMinutes(61));

    Await.until(() -> as(key).get("/v1/keys/current").statusCode(), status -> status == 401);
  }

  @Test
  void user_makes_keys_of_its_own_owner_only_and_sees_no_others() {
    String alice = TestKeys.user("alice");
    TestKeys.user("bob");
    String sibling =
        read(
                as(alice)
                    .contentType("application/json")
                    .body("{\"name\":\"ci\"}")
                    .post("/v1/keys"),
                201,
                CreatedKey.class)
            .secret()
            .value();

    assertThat(read(as(sibling).get("/v1/keys/current"), 200, Key.class).owner()).contains(ALICE);
    assertThat(read(as(alice).get("/v1/keys"), 200, KeyPage.class).keys())
        .hasSize(2)
        .allMatch(key -> key.owner().equals(Optional.of(ALICE)));
    for (String body :
        List.of(
            "{\"name\":\"x\",\"owner\":\"bob\"}",
            "{\"name\":\"x\",\"role\":\"operator\"}",
            "{\"name\":\"x\",\"role\":\"node\",\"pool\":\"local\"}")) {
      read(
          as(alice).contentType("application/json").body(body).post("/v1/keys"),
          403,
          Problem.class);
    }
  }

  @Test
  void key_that_a_user_makes_lasts_no_longer_than_its_own() {
    KeyCreation hour =
        new KeyCreation(
            "hour", Role.USER, Optional.of(ALICE), Optional.empty(), Optional.of(3600L));
    CreatedKey own = read(TestApi.post("/v1/keys", hour), 201, CreatedKey.class);

    CreatedKey made =
        read(
            as(own.secret().value())
                .contentType("application/json")
                .body("{\"name\":\"for ever\"}")
                .post("/v1/keys"),
            201,
            CreatedKey.class);

    assertThat(made.key().expiresAt()).isEqualTo(own.key().expiresAt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"x"}                                                        | owner
          {"name":"x","role":"node"}                                          | pool
          {"name":"x","role":"operator","owner":"alice"}                      | owner
          {"name":"x","owner":"alice","pool":"local"}                         | pool
          {"name":"x","owner":"a b"}                                          | owner
          {"name":" ","owner":"alice"}                                        | name
          {"name":"x","owner":"alice","expiresInSeconds":59}                  | expiresInSeconds
          {"name":"x","owner":"alice","expiresInSeconds":99999999999}         | expiresInSeconds
          """)
  void bad_creation_is_refused_with_its_field(String body, String field) {
    Problem problem = read(TestApi.post("/v1/keys", body), 422, Problem.class);

    assertThat(problem.errors()).extracting(Problem.FieldError::field).containsExactly(field);
  }

  @Test
  void pages_of_keys_hold_each_key_once() {
    for (int i = 0; i < 4; i++) {
      TestKeys.user("alice");
    }

    KeyPage first = read(TestApi.get("/v1/keys?limit=3"), 200, KeyPage.class);
    KeyPage second =
        read(
            TestApi.get("/v1/keys?limit=3&cursor=" + first.nextCursor().orElseThrow()),
            200,
            KeyPage.class);

    assertThat(second.nextCursor()).isEmpty();
    assertThat(first.keys()).hasSize(3).doesNotContainAnyElementsOf(second.keys());
    assertThat(second.keys()).hasSize(2);
    assertThat(
            read(TestApi.get("/v1/keys?cursor=key-of-nobody"), 422, Problem.class)
                .errors()
                .get(0)
                .field())
        .isEqualTo("cursor");
  }

  @Test
  void last_operators_key_cannot_be_revoked() {
    Key own = read(TestApi.get("/v1/keys/current"), 200, Key.class);

    Problem problem =
        read(TestApi.post("/v1/keys/" + own.id() + "/revoke", "{}"), 409, Problem.class);

    assertThat(problem.code()).isEqualTo(ErrorCode.CONFLICT);
    read(TestApi.get("/v1/keys/current"), 200, Key.class);
  }

  @Test
  void replicas_that_start_at_once_draw_one_key() throws Exception {
    tables.execute("update api_key set revoked_at = now()");
    ExecutorService replicas = Executors.newFixedThreadPool(8);
    try {
      List<Future<Optional<ApiKey>>> starts =
          IntStream.range(0, 8)
              .mapToObj(i -> replicas.submit(() -> bootstrap.ensure(Optional.empty())))
              .toList();
      int drawn = 0;
      for (Future<Optional<ApiKey>> start : starts) {
        drawn += start.get().isPresent() ? 1 : 0;
      }

      assertThat(drawn).isEqualTo(1);
      assertThat(
              tables.count(
                  "select count(*) from api_key where role = 'operator' and revoked_at is null"))
          .isEqualTo(1);
    } finally {
      replicas.shutdown();
      tables.execute("delete from api_key where revoked_at is null");
      tables.execute("update api_key set revoked_at = null where name = 'bootstrap'");
    }
  }

  @Test
  void configured_key_that_was_revoked_stays_revoked_over_a_restart() {
    ApiKey configured = new ApiKey("baton_" + "A".repeat(43));
    bootstrap.ensure(Optional.of(configured));
    Key made = read(as(configured.value()).get("/v1/keys/current"), 200, Key.class);
    read(TestApi.post("/v1/keys/" + made.id() + "/revoke", "{}"), 200, Key.class);

    bootstrap.ensure(Optional.of(configured));

    read(as(configured.value()).get("/v1/keys/current"), 401, Problem.class);
  }

  @ParameterizedTest
  @CsvSource({"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics", "/openapi", "/docs/"})
  void what_needs_no_key_answers_without_one_and_with_a_bad_one(String path) {
    TestKeys.asNobody().get(path).then().statusCode(200);
    as("baton_" + "A".repeat(43)).get(path).then().statusCode(200);
  }
}

package io.baton.api.access;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.workRequest;
import static io.baton.api.platform.TestKeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.access.EndpointRoles.Access;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.access.Role;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each role at each endpoint, as {@code endpoint-roles.txt} says. */
@QuarkusTest
class RoleTableTest extends PlatformTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<EndpointRoles> table = EndpointRoles.table();
  private final List<String> wrong = new ArrayList<>();
  private String alice;
  private String bob;

  /** A caller, and whether the things of the table's paths are another's. */
  private record Holder(String key, Role role, boolean stranger) {}

  @BeforeEach
  void users() {
    alice = TestKeys.user("alice");
    bob = TestKeys.user("bob");
  }

  @Test
  void every_endpoint_is_in_the_table_and_nothing_else() throws Exception {
    Set<String> served = new TreeSet<>();
    JsonNode paths = Json.mapper().readTree(get("/openapi?format=json").asString()).path("paths");
    paths
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> served.add(method.toUpperCase() + " " + path.getKey())));

    assertThat(table.stream().map(EndpointRoles::operation))
        .as("lines of endpoint-roles.txt")
        .containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void who_shows_no_valid_key_gets_nowhere() {
    String unknown = "baton_" + "u".repeat(43);
    String revoked = TestKeys.user("carol");
    String expired = TestKeys.user("dave");
    tables.execute("update api_key set revoked_at = now() where owner = 'carol'");
    tables.execute("update api_key set expires_at = now() - interval '1 day' where owner = 'dave'");

    for (EndpointRoles endpoint : table) {
      String path = endpoint.path().replaceAll("[{}]", "");
      for (String key : new String[] {null, unknown, revoked, expired}) {
        require(Set.of(401), send(endpoint, path, "{}", key), endpoint, "no valid key " + key);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void who_may_not_is_refused_and_changes_nothing() {
    OwnedThings things = new OwnedThings("alice", alice, tables);
    table.forEach(endpoint -> things.fill(endpoint.path()));
    Map<String, Holder> holders = holders();
    List<String> before = everything();

    for (EndpointRoles endpoint : table) {
      String path = things.fill(endpoint.path());
      String body = things.fill(endpoint.body());
      holders.forEach(
          (who, holder) -> {
            if (!endpoint.allows(holder.role(), holder.stranger())) {
              require(
                  endpoint.expected(holder.role(), holder.stranger()),
                  send(endpoint, path, body, holder.key()),
                  endpoint,
                  who);
            }
          });
    }

    assertThat(wrong).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void who_may_gets_what_the_table_says() {
    OwnedThings shared = new OwnedThings("alice", alice, tables);
    table.forEach(endpoint -> shared.fill(endpoint.path()));
    Map<String, Holder> holders = holders();

    for (EndpointRoles endpoint : table) {
      holders.forEach(
          (who, holder) -> {
            if (endpoint.allows(holder.role(), holder.stranger())) {
              OwnedThings things = thingsFor(endpoint, holder, shared);
              require(
                  Set.of(endpoint.status()),
                  send(
                      endpoint,
                      things.fill(endpoint.path()),
                      things.fill(endpoint.body()),
                      holder.key()),
                  endpoint,
                  who);
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  /** What a request changes is not there for the next; those that change nothing share. */
  private OwnedThings thingsFor(EndpointRoles endpoint, Holder holder, OwnedThings shared) {
    if (holder.key().equals(bob)) {
      return new OwnedThings("bob", bob, tables);
    }
    if (endpoint.method().equals("GET")) {
      return shared;
    }
    boolean ofDataset = endpoint.path().startsWith("/v1/datasets/");
    return ofDataset ? new OwnedThings("alice", alice, tables) : shared.others();
  }

  private Map<String, Holder> holders() {
    Map<String, Holder> holders = new LinkedHashMap<>();
    holders.put("a user", new Holder(alice, Role.USER, false));
    holders.put("another user", new Holder(bob, Role.USER, true));
    holders.put("a node", new Holder(TestKeys.node(OwnedThings.POOL), Role.NODE, false));
    holders.put("a node of another pool", new Holder(TestKeys.node("far"), Role.NODE, true));
    holders.put("an operator", new Holder(TestKeys.OPERATOR, Role.OPERATOR, false));
    return holders;
  }

  @Test
  void lists_of_one_owner_hold_nothing_of_another() {
    String text = "{dataset} {job} {webhook} {delivery} {key}";
    List<String> alices = List.of(new OwnedThings("alice", alice, tables).fill(text).split(" "));
    List<String> bobs = List.of(new OwnedThings("bob", bob, tables).fill(text).split(" "));

    for (EndpointRoles endpoint : table) {
      if (endpoint.method().equals("GET")
          && endpoint.access() == Access.ANY_USER
          && !endpoint.path().equals("/v1/events")) {
        String ofAlice = send(endpoint, endpoint.path(), "", alice).body();
        String ofAll = send(endpoint, endpoint.path(), "", TestKeys.OPERATOR).body();
        assertThat(ofAlice).as(endpoint.path()).doesNotContain(bobs).doesNotContain("bob");
        if (endpoint.path().endsWith("/counts")) {
          assertThat(ofAlice).as(endpoint.path()).isNotEqualTo(ofAll);
        } else {
          assertThat(ofAll).as(endpoint.path()).contains("alice", "bob");
          assertThat(alices).as(endpoint.path()).anyMatch(ofAlice::contains);
        }
      }
    }
  }

  @Test
  void what_is_anothers_cannot_be_told_from_what_is_not_there() {
    DatasetId alices = TestKeys.useMeanwhile(alice, TestApi::readyDataset);
    Job job = TestKeys.useMeanwhile(alice, () -> submit(spec(alices)));

    List<String> anothers =
        List.of(
            as(bob).get("/v1/jobs/" + job.id()).asString().replace(job.id().value(), "X"),
            as(bob).get("/v1/events?job=" + job.id()).asString().replace(job.id().value(), "X"),
            submitAsBob(alices.value()).replace(alices.value(), "X"));
    List<String> nobodys =
        List.of(
            as(bob).get("/v1/jobs/job-none").asString().replace("job-none", "X"),
            as(bob).get("/v1/events?job=job-none").asString().replace("job-none", "X"),
            submitAsBob("data-none").replace("data-none", "X"));

    assertThat(anothers).isEqualTo(nobodys);
    assertThat(nobodys).allMatch(problem -> problem.contains("no "));
  }

  private String submitAsBob(String dataset) {
    return TestKeys.useMeanwhile(
        bob, () -> post("/v1/jobs", spec(new DatasetId(dataset))).asString());
  }

  @Test
  void node_asks_for_work_of_its_own_pool_only() {
    String far = TestKeys.node("far");

    Problem problem =
        read(
            as(far)
                .contentType("application/json")
                .body(TestApi.json(workRequest("node-1")))
                .post("/v1/work"),
            403,
            Problem.class);

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.detail()).contains("pool far").contains("local");
    assertThat(tables.rows("select id from node")).isEmpty();
  }

  @Test
  void node_cannot_pass_for_one_that_works_in_another_pool() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-1");
    String work = TestApi.json(workRequest("node-1")).replace("\"local\"", "\"far\"");
    String far = TestKeys.node("far");

    Problem problem =
        read(
            as(far).contentType("application/json").body(work).post("/v1/work"),
            409,
            Problem.class);

    assertThat(problem.detail()).contains("node-1").contains("another pool");
    assertThat(tables.rows("select pool from node")).containsExactly("local");
    assertThat(heartbeat(grant, 1).statusCode()).isEqualTo(200);
  }

  private void require(Set<Integer> expected, Answer answer, EndpointRoles endpoint, String who) {
    if (!expected.contains(answer.status())) {
      wrong.add(
          "%s as %s: %d instead of %s, %s"
              .formatted(endpoint.operation(), who, answer.status(), expected, answer.body()));
    } else if (answer.status() == 401 || answer.status() == 403) {
      requireProblem(answer, endpoint, who);
    }
  }

  private void requireProblem(Answer answer, EndpointRoles endpoint, String who) {
    try {
      Problem problem = Json.mapper().readValue(answer.body(), Problem.class);
      if (problem.status() != answer.status()) {
        wrong.add(endpoint.operation() + " as " + who + ": " + answer.body());
      }
    } catch (JsonProcessingException e) {
      wrong.add(endpoint.operation() + " as " + who + " gets no problem: " + answer.body());
    }
  }

  /** What requests change, but not what time does. */
  private List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table :
        List.of("job", "attempt", "checkpoint", "job_ban", "dataset", "webhook", "pool_policy")) {
      all.addAll(tables.rows("select to_jsonb(t)::text from " + table + " t order by 1"));
    }
    all.addAll(
        tables.rows("select (to_jsonb(t) - 'last_used_at')::text from api_key t order by 1"));
    all.addAll(tables.rows("select (to_jsonb(t) - 'last_seen_at')::text from node t order by 1"));
    return all;
  }

  private record Answer(int status, String body) {}

  private static Answer send(EndpointRoles endpoint, String path, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
            .method(
                endpoint.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        boolean endless =
            response
                .headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        return new Answer(
            response.statusCode(),
            endless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError(endpoint.operation() + " broke: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

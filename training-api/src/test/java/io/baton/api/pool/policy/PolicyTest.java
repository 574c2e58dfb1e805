package io.baton.api.pool.policy;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PolicyTest extends PlatformTest {
  private static final String GPU = "/v1/pools/gpu/policy";

  @Test
  void policy_that_nobody_set_is_the_default() {
    Response answer = get("/v1/pools/never-heard-of/policy");

    StoredPoolPolicy policy = read(answer, 200, StoredPoolPolicy.class);
    assertThat(policy.policy()).isEqualTo(PoolPolicy.DEFAULT);
    assertThat(policy.isSet()).isFalse();
    assertThat(policy.updatedAt()).isEmpty();
    assertThat(answer.header("ETag")).isEqualTo("\"0\"");
    assertThat(get("/v1/pools").asString()).doesNotContain("never-heard-of");
  }

  @Test
  void policy_is_replaced_as_a_whole() {
    PoolPolicy first = fullPolicy();
    StoredPoolPolicy stored = read(put(GPU, first), 200, StoredPoolPolicy.class);
    assertThat(stored.policy()).isEqualTo(first);
    assertThat(stored.version()).isEqualTo(1);

    read(put(GPU, "{\"maxReplicas\":3}"), 200, StoredPoolPolicy.class);

    StoredPoolPolicy second = policy();
    assertThat(second.policy()).isEqualTo(new PoolPolicyBuilder().replicas(0, 3).build());
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.updatedAt()).isPresent();
    assertThat(second.updatedBy()).hasValue("bootstrap");
    assertThat(read(get("/v1/pools"), 200, Pool[].class))
        .contains(new Pool(new PoolName("gpu"), NodeCounts.NONE, true));
  }

  @Test
  void price_counts_for_attempts_as_the_policy_says_it() {
    put(GPU, "{\"nodePricePerHour\":0.5}").then().statusCode(200);
    assertThat(price()).containsExactly("0.5");
    patch("{\"nodePricePerHour\":null}").then().statusCode(200);
    assertThat(price()).containsExactly((String) null);
  }

  @Test
  void patch_changes_what_it_names_and_null_brings_the_default_back() {
    put(GPU, fullPolicy()).then().statusCode(200);

    StoredPoolPolicy patched =
        read(
            patch(
                "{\"jobsPerNode\":7,\"idleSeconds\":null,\"maxHourlyCost\":null,"
                    + "\"nodes\":{\"labels\":{\"zone\":null,\"disk\":\"ssd\"}},"
                    + "\"reallocation\":{\"maxFailures\":2}}"),
            200,
            StoredPoolPolicy.class);

    PoolPolicy full = fullPolicy();
    assertThat(patched.policy().jobsPerNode()).isEqualTo(7);
    assertThat(patched.policy().idleSeconds()).isEqualTo(60);
    assertThat(patched.policy().maxHourlyCost()).isEmpty();
    assertThat(patched.policy().nodePricePerHour()).isEqualTo(full.nodePricePerHour());
    assertThat(patched.policy().schedules()).isEqualTo(full.schedules());
    assertThat(patched.policy().nodes().orElseThrow())
        .isEqualTo(
            new NodeKind(
                List.of("NVIDIA RTX 4090"),
                Optional.of(24L << 30),
                new Labels(Map.of("disk", "ssd"))));
    assertThat(patched.policy().reallocation().maxFailures()).isEqualTo(2);
    assertThat(patched.policy().reallocation().banSeconds())
        .isEqualTo(full.reallocation().banSeconds());
  }

  @Test
  void policy_that_cannot_be_followed_is_refused_with_the_field_named() {
    refused(
        put(GPU, "{\"minReplicas\":5,\"maxReplicas\":4}"), "maxReplicas", "at least minReplicas");
    refused(put(GPU, "{\"nodePricePerHour\":-1}"), "nodePricePerHour", "from 0.0");
    refused(put(GPU, "{\"maxHourlyCost\":3}"), "maxHourlyCost", "needs nodePricePerHour");
    refused(
        put(GPU, "{\"reallocation\":{\"slowZScore\":0}}"), "reallocation.slowZScore", "from 1.0");
    refused(put(GPU, "{\"nodes\":{\"gpuMemoryBytes\":0}}"), "nodes.gpuMemoryBytes", "from 1");
    refused(put(GPU, schedules("0 8 * * *", "0 25 * * *")), "schedules[1].cron", "[0, 23]");
    refused(put(GPU, schedules("0 8 * * *", "@daily")), "schedules[1].cron", "five fields");
    refused(put(GPU, schedules("0 0 30 2 *")), "schedules[0].cron", "never does");
    refused(patch(schedules("1 2 3")), "schedules[0].cron", "five fields");
    refused(
        patch("{\"schedules\":[{\"name\":\"a\",\"cron\":\"0 8 * * *\",\"maxReplicas\":1}]}"),
        "schedules[0].durationSeconds",
        "is missing");
    refused(
        patch(
            "{\"schedules\":[{\"name\":\"a\",\"cron\":\"0 8 * * *\",\"maxReplicas\":1,"
                + "\"durationSeconds\":60,\"timeZone\":\"Europe/Atlantis\"}]}"),
        "schedules[0].timeZone",
        "IANA");
    assertThat(policy().isSet()).isFalse();
  }

  @Test
  void unknown_fields_are_refused_by_name() {
    unknown(put(GPU, "{\"maxReplicsa\":4}"), "maxReplicsa");
    unknown(patch("{\"maxReplicsa\":null}"), "maxReplicsa");
    unknown(patch("{\"nodes\":{\"gpu\":null}}"), "nodes.gpu");
    unknown(patch("{\"reallocation\":{\"maxFailure\":4}}"), "reallocation.maxFailure");
    assertThat(patch("[]").statusCode()).isEqualTo(400);
    assertThat(policy().isSet()).isFalse();
  }

  @Test
  void every_change_tells_who_made_it_when_and_what_it_was() {
    put(GPU, "{\"maxReplicas\":3,\"idleSeconds\":600}").then().statusCode(200);
    patch("{\"maxReplicas\":3,\"idleSeconds\":600}").then().statusCode(200);
    patch("{\"maxReplicas\":5,\"nodes\":{\"gpus\":[\"A\"]}}").then().statusCode(200);
    patch("{\"reallocation\":{\"maxFailures\":9}}").then().statusCode(200);

    PolicyChange[] changes = read(get(GPU + "/changes"), 200, PolicyChange[].class);

    assertThat(changes).extracting(PolicyChange::version).containsExactly(3L, 2L, 1L);
    assertThat(changes).allSatisfy(change -> assertThat(change.by()).isEqualTo("bootstrap"));
    assertThat(changes[0].at()).isEqualTo(policy().updatedAt().orElseThrow());
    assertThat(texts(changes[0])).containsExactly("reallocation.maxFailures: 3 -> 9");
    assertThat(texts(changes[1]))
        .containsExactly("maxReplicas: 3 -> 5", "nodes: null -> {\"gpus\":[\"A\"],\"labels\":{}}");
    assertThat(texts(changes[2])).containsExactly("idleSeconds: 60 -> 600", "maxReplicas: 10 -> 3");
    assertThat(read(get(GPU + "/changes?limit=1&before=3"), 200, PolicyChange[].class))
        .containsExactly(changes[1]);
  }

  @Test
  void default_that_an_operator_sets_counts_as_set() {
    put(GPU, "{}").then().statusCode(200);

    assertThat(policy().version()).isEqualTo(1);
    assertThat(read(get(GPU + "/changes"), 200, PolicyChange[].class)[0].fields()).isEmpty();
  }

  @Test
  void change_for_a_version_that_is_not_there_any_more_changes_nothing() {
    assertThat(
            given()
                .header("If-Match", "\"0\"")
                .body("{\"maxReplicas\":3}")
                .contentType("application/json")
                .put(GPU)
                .header("ETag"))
        .isEqualTo("\"1\"");

    Problem late =
        read(
            given()
                .header("If-Match", "\"0\"")
                .body("{\"paused\":true}")
                .contentType("application/merge-patch+json")
                .patch(GPU),
            412,
            Problem.class);

    assertThat(late.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(late.detail()).contains("version 1 (by bootstrap), not 0");
    assertThat(policy().policy().paused()).isFalse();
    refused(
        given().header("If-Match", "three").body("{}").contentType("application/json").put(GPU),
        "If-Match",
        "in quotes");
  }

  @Test
  void operators_that_patch_at_once_do_not_undo_each_other() throws Exception {
    List<Callable<Integer>> patches =
        IntStream.rangeClosed(1, 12)
            .<Callable<Integer>>mapToObj(
                i ->
                    () ->
                        patch(i % 2 == 0 ? "{\"stepUp\":" + i + "}" : "{\"stepDown\":" + i + "}")
                            .statusCode())
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (Future<Integer> status : threads.invokeAll(patches)) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdown();
    }

    assertThat(policy().version()).isEqualTo(12);
    PolicyChange[] changes = read(get(GPU + "/changes"), 200, PolicyChange[].class);
    for (int i = 0; i + 1 < changes.length; i++) {
      PolicyChange.FieldChange newer = changes[i].fields().get(0);
      for (int older = i + 1; older < changes.length; older++) {
        PolicyChange.FieldChange before = changes[older].fields().get(0);
        if (before.field().equals(newer.field())) {
          assertThat(newer.from()).isEqualTo(before.to());
          break;
        }
      }
    }
  }

  private static PoolPolicy fullPolicy() {
    return new PoolPolicyBuilder()
        .replicas(1, 20)
        .jobsPerNode(2)
        .idleSeconds(60, 90)
        .steps(4, 3)
        .cooldownSeconds(30, 120)
        .nodePricePerHour(Optional.of(0.75))
        .maxHourlyCost(Optional.of(9.0))
        .schedules(
            List.of(new PolicySchedule("office", "0 8 * * 1-5", "Europe/Berlin", 36_000, 2, 40)))
        .nodes(
            Optional.of(
                new NodeKind(
                    List.of("NVIDIA RTX 4090"),
                    Optional.of(24L << 30),
                    new Labels(Map.of("zone", "b")))))
        .build();
  }

  private static String schedules(String... crons) {
    return IntStream.range(0, crons.length)
        .mapToObj(
            i ->
                "{\"name\":\"s%d\",\"cron\":\"%s\",\"durationSeconds\":60,\"maxReplicas\":1}"
                    .formatted(i, crons[i]))
        .collect(java.util.stream.Collectors.joining(",", "{\"schedules\":[", "]}"));
  }

  private static List<String> texts(PolicyChange change) {
    return change.fields().stream()
        .map(field -> field.field() + ": " + field.from() + " -> " + field.to())
        .toList();
  }

  private static void refused(Response answer, String field, String why) {
    Problem problem = read(answer, 422, Problem.class);
    assertThat(problem.errors()).extracting(Problem.FieldError::field).containsExactly(field);
    assertThat(problem.detail()).contains("'" + field + "'").contains(why);
  }

  private static void unknown(Response answer, String field) {
    Problem problem = read(answer, 400, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
    assertThat(problem.detail()).contains("'" + field + "'");
  }

  private List<String> price() {
    return tables.rows("select node_price_per_hour from pool_policy where pool = 'gpu'");
  }

  private static StoredPoolPolicy policy() {
    return read(get(GPU), 200, StoredPoolPolicy.class);
  }

  private static Response patch(Object body) {
    return given().contentType("application/json").body(json(body)).patch(GPU);
  }
}

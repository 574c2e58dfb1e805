package io.baton.autoscaler.reconcile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(OneBusyOneWaiting.class)
class AutoscalerServiceTest {
  @Test
  void the_pool_follows_the_demand_that_the_api_tells() {
    await()
        .untilAsserted(
            () ->
                given()
                    .get("/v1/instances")
                    .then()
                    .statusCode(200)
                    .body("", hasSize(2))
                    .body("node", hasItems("local-1", "local-2"))
                    .body("state", hasItems("busy", "idle"))
                    .body("processId", everyItem(greaterThan(1))));
    given().get("/q/health/ready").then().statusCode(200);
    given()
        .get("/v1/pools")
        .then()
        .body("pool", hasItems("local"))
        .body("[0].leading", equalTo(true))
        .body("[0].desired", equalTo(2));
    assertThat(OneBusyOneWaiting.decisions.get(0).path("text").asText())
        .isEqualTo("1 claimable and 1 running jobs want 2 nodes: asks for 2 more.");
  }

  @Test
  void what_happens_is_measured() {
    await()
        .untilAsserted(
            () ->
                given()
                    .get("/q/metrics")
                    .then()
                    .body(containsString("baton_autoscaler_desired{pool=\"local\"} 2.0"))
                    .body(containsString("baton_autoscaler_leading{pool=\"local\"} 1.0"))
                    .body(containsString("baton_autoscaler_tick_seconds_count{pool=\"local\"}"))
                    .body(containsString("action=\"scale-up\"")));
  }

  /** Dashboards and alerts use what that list names, and nothing else of this service. */
  @Test
  void metrics_that_dashboards_and_alerts_use_are_exported_with_these_labels() throws IOException {
    List<String> used = Files.readAllLines(Path.of("../k8s/metrics/autoscaler.txt"));

    await().untilAsserted(() -> assertThat(exported()).containsAll(used));
  }

  /** Of each sample the metric and its labels, in the order of the alphabet. */
  private static Set<String> exported() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .map(sample -> sample.replaceAll("=\"[^\"]*\"", "").replaceAll("[{},]+", " ").strip())
        .collect(Collectors.toSet());
  }

  @Test
  void another_policy_is_explained() {
    given()
        .contentType("application/json")
        .body("{\"maxReplicas\": 1}")
        .post("/v1/pools/local/explain")
        .then()
        .statusCode(200)
        .body("reason", equalTo("max-replicas"))
        .body("desired", equalTo(1));
  }

  @Test
  void the_past_is_replayed_under_another_policy() {
    given()
        .contentType("application/json")
        .body("{\"policy\": {\"minReplicas\": 2}, \"hours\": 1}")
        .post("/v1/pools/local/simulate")
        .then()
        .statusCode(200)
        .body("jobs", equalTo(1))
        .body("present.completed", equalTo(1))
        .body("present.mostNodes", equalTo(1))
        .body("proposed.mostNodes", equalTo(2));
  }

  @Test
  void nonsense_is_refused_in_one_sentence() {
    explain("local", "{\"maxReplicas\": -1}", 422, "'maxReplicas' must be from 1 to 10000");
    explain("local", "{\"minNodes\": 1}", 400, "A policy has no field 'minNodes'");
    explain("local", "{", 400, "The body is not a policy in JSON");
    explain("local", "", 400, "The body is not a policy in JSON");
    explain(
        "gpu", "{}", 404, "This autoscaler is not configured for a pool 'gpu'; it is for local.");
    explain("GPU", "{}", 422, "'pool' must be");
    post("simulate", "local", "{}", 422, "'policy'");
    post(
        "simulate",
        "local",
        "{\"policy\": {}, \"hours\": 0}",
        422,
        "'hours' must be from 1 to 168");
  }

  private static void explain(String pool, String body, int status, String sentence) {
    post("explain", pool, body, status, sentence);
  }

  private static void post(String what, String pool, String body, int status, String sentence) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/v1/pools/" + pool + "/" + what)
        .then()
        .statusCode(status)
        .body("detail", startsWith(sentence));
  }
}

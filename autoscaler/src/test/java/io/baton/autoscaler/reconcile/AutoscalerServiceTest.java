package io.baton.autoscaler.reconcile;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
  }
}

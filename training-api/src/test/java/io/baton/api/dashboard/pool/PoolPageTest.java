package io.baton.api.dashboard.pool;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.pool.TestPools.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.Browser;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.api.pool.history.PoolSampling;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingReason;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolPageTest extends PlatformTest {
  @Inject PoolSampling sampling;

  private Browser browser() {
    return Browser.signedIn(TestKeys.OPERATOR);
  }

  @Test
  void an_empty_list_of_pools_says_how_there_come_some() {
    assertThat(browser().page("/ui/pools")).contains("There are no pools yet.", "baton policy set");
  }

  @Test
  void one_pool_is_led_to_and_several_are_listed() {
    claim("node-a");
    Response one = browser().here().get("/ui/pools");
    assertThat(one.statusCode()).isEqualTo(303);
    assertThat(one.header("Location")).endsWith("/ui/pools/local");

    put("/v1/pools/gpu/policy", "{\"maxReplicas\":3}").then().statusCode(200);

    assertThat(browser().page("/ui/pools"))
        .contains("href=\"/ui/pools/gpu\"", "href=\"/ui/pools/local\"", "No autoscaler acts on it");
  }

  @Test
  void pools_are_for_operators() {
    Browser user = Browser.signedIn(TestKeys.user("ben"));

    for (String path : new String[] {"", "/local", "/local/policy", "/local/decisions"}) {
      assertThat(user.here().get("/ui/pools" + path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(user.page("/ui/jobs")).doesNotContain("/ui/pools");
  }

  @Test
  void a_pool_shows_its_demand_its_cost_and_its_nodes() {
    claim("idle-node");
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    String job = grantTo("busy-node").job().value();
    submit(spec(dataset));
    put("/v1/pools/local/policy", "{\"nodePricePerHour\":0.5}").then().statusCode(200);
    sampling.sampleAll();

    String page = browser().page("/ui/pools/local");

    assertThat(page).contains("<dd id=\"pool-waiting\">1</dd>", "<dd>1.00</dd>");
    assertThat(page).contains("href=\"/ui/jobs/" + job + "\"", "status busy", "status idle");
    assertThat(page.indexOf("id=\"node-busy-node\""))
        .isLessThan(page.indexOf("id=\"node-idle-node\""));
    assertThat(page).contains("On average 1 job waited, and 2 nodes ran");
    assertThat(browser().page("/ui/pools/local?state=busy"))
        .contains("busy-node")
        .doesNotContain("id=\"node-idle-node\"");
    assertThat(browser().page("/ui/pools/local?node=idle-node"))
        .contains("id=\"node-idle-node\"")
        .doesNotContain("id=\"node-busy-node\"");
    assertThat(browser().page("/ui/pools/local?node=nobody")).contains("No node of this pool fits");
    assertThat(browser().here().get("/ui/pools/never-heard-of").statusCode()).isEqualTo(404);
    assertThat(browser().here().queryParam("from", "{x").get("/ui/pools/local").statusCode())
        .isEqualTo(422);
  }

  @Test
  void more_nodes_than_a_page_has_are_a_link_away() {
    for (int i = 0; i < 52; i++) {
      claim("node-%02d".formatted(i));
    }
    order("quarantine", "Its fan is loud.", "node-51");

    String first = browser().page("/ui/pools/local");
    String next = first.split("rel=\"next\" href=\"")[1].split("[\"#]")[0].replace("&amp;", "&");
    String second = browser().page(next);

    assertThat(first.indexOf("id=\"node-node-51\""))
        .isBetween(0, first.indexOf("id=\"node-node-00\""));
    assertThat(first).contains("Its fan is loud.", "all <b>52</b>");
    assertThat(second)
        .contains("id=\"node-node-49\"", "id=\"node-node-50\"")
        .doesNotContain("rel=\"next\"", "id=\"node-node-48\"");
  }

  @Test
  void nodes_are_ordered_by_a_link_and_the_address_keeps_the_order() {
    for (int i = 0; i < 52; i++) {
      claim("node-%02d".formatted(i));
      clock.advance(Duration.ofMillis(10));
    }
    claim("node-00");

    String first = browser().page("/ui/pools/local?sort=heard&state=idle");
    String next = first.split("rel=\"next\" href=\"")[1].split("[\"#]")[0].replace("&amp;", "&");
    String second = browser().page(next);

    assertThat(first.indexOf("id=\"node-node-01\""))
        .isBetween(0, first.indexOf("id=\"node-node-02\""));
    assertThat(first).contains("aria-sort=\"ascending\"").doesNotContain("id=\"node-node-00\"");
    assertThat(second)
        .contains("id=\"node-node-51\"", "id=\"node-node-00\"", "aria-sort")
        .doesNotContain("rel=\"next\"", "id=\"node-node-50\"");
    assertThat(browser().here().get("/ui/pools/local?sort=beauty").statusCode()).isEqualTo(422);
  }

  @Test
  void selected_nodes_are_drained_and_quarantined_together() {
    claim("node-a");
    claim("node-b");

    assertThat(order("drain", "New driver.", "node-a", "node-b").header("Location"))
        .contains("done=2&refused=0");
    assertThat(get("/v1/nodes/node-b").<String>path("drain.reason")).isEqualTo("New driver.");
    order("undrain", "", "node-b");
    order("quarantine", "", "node-b");

    assertThat(get("/v1/nodes/node-a").<String>path("state")).isEqualTo("draining");
    assertThat(get("/v1/nodes/node-b").<String>path("state")).isEqualTo("quarantined");
    order("release", "", "node-b");
    assertThat(get("/v1/nodes/node-b").<String>path("state")).isEqualTo("idle");
    assertThat(order("drain", "", "never-seen").header("Location")).contains("done=0&refused=1");
    assertThat(browser().page("/ui/pools/local?done=0&refused=0")).contains("No node was selected");
  }

  @Test
  void decisions_are_told_with_reasons_and_chosen_by_action() {
    claim("node-a");
    put("/v1/pools/local/scaler", "{\"holder\":\"a\"}").then().statusCode(200);
    post(
            "/v1/pools/local/decisions",
            decision("a", ScalingAction.SCALE_UP, ScalingReason.DEMAND, 4))
        .then()
        .statusCode(200);
    post("/v1/pools/local/decisions", decision("a", ScalingAction.HOLD, ScalingReason.KEPT_WARM, 4))
        .then()
        .statusCode(200);

    String all = browser().page("/ui/pools/local/decisions");

    assertThat(all).contains("kept-warm", "0 → 4 replicas", "Because of the test.", "limits");
    assertThat(browser().page("/ui/pools/local/decisions?action=scale-up"))
        .contains("demand")
        .doesNotContain("<b>kept-warm</b>");
    assertThat(browser().page("/ui/pools/local")).contains("Because of the test.");
    assertThat(browser().here().get("/ui/pools/local/decisions?action=jump").statusCode())
        .isEqualTo(422);
  }

  private Response order(String action, String reason, String... nodes) {
    var request =
        browser()
            .here()
            .formParam("action", action)
            .formParam("reason", reason)
            .formParam("back", "/ui/pools/local?state=idle");
    for (String node : nodes) {
      request.formParam("node", node);
    }
    return request.post("/ui/pools/local/nodes");
  }
}

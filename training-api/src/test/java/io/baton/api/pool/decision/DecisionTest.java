package io.baton.api.pool.decision;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.pool.TestPools.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DecisionTest extends PlatformTest {
  @Inject DecisionRetention retention;

  @Test
  void decision_that_is_made_again_is_counted() {
    beat("a", 3600);
    StoredScalingDecision first = recorded(hold(2));
    clock.advance(Duration.ofSeconds(10));
    StoredScalingDecision again = recorded(hold(2));
    StoredScalingDecision other = recorded(hold(3));
    StoredScalingDecision back = recorded(hold(2));

    assertThat(first.times()).isEqualTo(1);
    assertThat(again.sequence()).isEqualTo(first.sequence());
    assertThat(again.times()).isEqualTo(2);
    assertThat(again.at()).isEqualTo(first.at());
    assertThat(again.lastAt()).isAfterOrEqualTo(first.at().plusSeconds(10));
    assertThat(decisions("")).containsExactly(back, other, again);
  }

  @Test
  void only_the_autoscaler_that_may_act_records_decisions() {
    refused(hold(1), "nobody has");
    beat("a", 30);
    recorded(hold(1));
    refused(decision("b", ScalingAction.HOLD, ScalingReason.DEMAND, 1), "'a' had it until");
    clock.advance(Duration.ofSeconds(31));
    refused(hold(1), "it ended at");
    beat("b", 30);
    refused(hold(1), "'b' had it until");

    assertThat(decisions("").get(0).times()).isEqualTo(1);
  }

  @Test
  void decisions_come_page_by_page_the_newest_first_and_can_be_chosen() {
    beat("a", 3600);
    List<Long> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(0, recorded(hold(i)).sequence());
    }
    clock.advance(Duration.ofMinutes(5));
    StoredScalingDecision grown =
        recorded(decision("a", ScalingAction.SCALE_UP, ScalingReason.DEMAND, 9));
    made.add(0, grown.sequence());

    List<Long> seen = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      String after = cursor.get().isEmpty() ? "" : "&cursor=" + cursor.get();
      ScalingDecisionPage page = page("?limit=3" + after);
      page.decisions().forEach(decision -> seen.add(decision.sequence()));
      cursor = page.nextCursor();
    }

    assertThat(seen).isEqualTo(made);
    assertThat(decisions("?action=scale-up")).containsExactly(grown);
    assertThat(decisions("?since=" + grown.at())).containsExactly(grown);
    assertThat(decisions("?since=" + grown.at().plusSeconds(1))).isEmpty();
    for (String bad :
        List.of("?limit=201", "?limit=0", "?action=grow", "?cursor=x", "?since=now")) {
      get("/v1/pools/gpu/decisions" + bad).then().statusCode(422);
    }
  }

  @Test
  void old_decisions_go_and_what_keeps_machines_away_stays_as_long_as_that_can_last() {
    beat("a", 3600);
    recorded(hold(1));
    recorded(decision("a", ScalingAction.REALLOCATE, ScalingReason.SILENT, 2));
    clock.advance(Duration.ofDays(29));
    beat("a", 3600);
    StoredScalingDecision kept = recorded(hold(3));
    retention.deleteSome();
    assertThat(decisions("")).hasSize(3);

    clock.advance(Duration.ofDays(2));
    retention.deleteSome();

    assertThat(decisions("")).containsExactly(kept);
  }

  @Test
  void decision_that_makes_no_sense_is_refused_with_the_field_named() {
    beat("a", 30);
    assertThat(
            read(
                    post("/v1/pools/gpu/decisions", "{\"holder\":\"a\",\"action\":\"grow\"}"),
                    422,
                    Problem.class)
                .detail())
        .contains("'action'");
  }

  private static ScalingDecision hold(int replicas) {
    return decision("a", ScalingAction.HOLD, ScalingReason.IN_BALANCE, replicas);
  }

  private static void beat(String holder, int seconds) {
    put("/v1/pools/gpu/scaler", new ScalerBeat(holder, seconds, Optional.empty()))
        .then()
        .statusCode(200);
  }

  private static StoredScalingDecision recorded(ScalingDecision decision) {
    return read(post("/v1/pools/gpu/decisions", decision), 200, StoredScalingDecision.class);
  }

  private static void refused(ScalingDecision decision, String why) {
    Response answer = post("/v1/pools/gpu/decisions", decision);
    Problem problem = read(answer, 409, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.SCALER_LEASE_LOST);
    assertThat(problem.detail()).contains(why);
  }

  private static List<StoredScalingDecision> decisions(String query) {
    return page(query).decisions();
  }

  private static ScalingDecisionPage page(String query) {
    return read(get("/v1/pools/gpu/decisions" + query), 200, ScalingDecisionPage.class);
  }
}

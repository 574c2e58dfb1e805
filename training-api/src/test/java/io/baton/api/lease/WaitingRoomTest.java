package io.baton.api.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.TestApi;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.work.Grant;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final NodeRequirements UNMET =
      new NodeRequirements(List.of("A100"), Optional.empty(), Labels.NONE);

  private final List<Waiter> made = new ArrayList<>();

  @Test
  void closing_answers_all_that_wait_and_all_that_come_later() {
    WaitingRoom room = new WaitingRoom();
    CompletableFuture<Optional<Grant>> early = make();
    room.enter(made.get(0), Duration.ofDays(1));
    CompletableFuture<Optional<Grant>> late = make();

    room.close();
    room.enter(made.get(1), Duration.ofDays(1));

    assertThat(early.join()).isEmpty();
    assertThat(late.join()).isEmpty();
    assertThat(room.isEmpty()).isTrue();
    room.stop();
  }

  @Test
  void a_wait_that_ends_during_a_claim_is_answered_by_the_claim() {
    CompletableFuture<Optional<Grant>> answer = make();
    Waiter waiter = made.get(0);
    assertThat(waiter.startClaim()).isTrue();
    waiter.expire();
    assertThat(answer).isNotDone();
    waiter.endClaim();
    assertThat(answer.join()).isEmpty();
    assertThat(waiter.startClaim()).isFalse();
  }

  @Test
  void a_claim_for_a_node_that_went_away_is_not_delivered() {
    make();
    Waiter waiter = made.get(0);
    assertThat(waiter.startClaim()).isTrue();
    waiter.leave();
    assertThat(waiter.answer(null)).isFalse();
  }

  @Test
  void those_that_wait_longest_are_woken_and_no_more_than_there_are_jobs() {
    IntStream.range(0, 10).forEach(i -> make());
    List<Claimable> jobs =
        List.of(
            new Claimable(UNMET, 1000),
            new Claimable(NodeRequirements.NONE, 2),
            new Claimable(NodeRequirements.NONE, 1));
    assertThat(WakeUp.choose(made, jobs)).isEqualTo(made.subList(0, 3));
    assertThat(WakeUp.choose(made, List.of(new Claimable(UNMET, 1000)))).isEmpty();
  }

  private CompletableFuture<Optional<Grant>> make() {
    return Uni.createFrom()
        .<Optional<Grant>>emitter(
            emitter -> made.add(new Waiter(TestApi.workRequest("node"), emitter)))
        .subscribeAsCompletionStage();
  }
}

package io.baton.api.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpendingLimitsTest {
  private static final SpendingLimits BOTH =
      new SpendingLimits(Optional.of(3600L), Optional.of(2.5));

  @Test
  void nothing_is_used_up_below_the_bounds_or_without_any() {
    assertThat(BOTH.usedUpBy(new Spending(3599.9, 2.49, 0))).isEmpty();
    assertThat(
            new SpendingLimits(Optional.empty(), Optional.empty())
                .usedUpBy(new Spending(1e9, 1e9, 1e9)))
        .isEmpty();
  }

  @Test
  void sentence_names_the_budget_and_what_was_used_of_it() {
    assertThat(BOTH.usedUpBy(new Spending(3600, 0, 0)))
        .contains(
            "The job used up its budget of time: nodes held it for 3600 of 3600 seconds"
                + " (budgets.maxRuntimeSeconds).");
    assertThat(BOTH.usedUpBy(new Spending(100, 2.504, 0)))
        .contains(
            "The job used up its budget of money: its attempts cost 2.5 of 2.5 (budgets.maxCost).");
  }

  @Test
  void time_without_a_price_is_told_and_costs_nothing() {
    Spending spent =
        Spending.of(Duration.ofMinutes(30), Optional.of(5.0))
            .plus(Spending.of(Duration.ofHours(1), Optional.empty()));

    assertThat(spent).isEqualTo(new Spending(5400, 2.5, 3600));
    assertThat(new SpendingLimits(Optional.empty(), Optional.of(2.5)).usedUpBy(spent).orElseThrow())
        .endsWith(
            "cost 2.5 of 2.5 (budgets.maxCost), without 3600 seconds on nodes whose price is not"
                + " known.");
  }

  @Test
  void attempt_that_ended_before_it_began_used_nothing() {
    assertThat(Spending.of(Duration.ofSeconds(-5), Optional.of(1.0)))
        .isEqualTo(new Spending(0, 0, 0));
  }
}

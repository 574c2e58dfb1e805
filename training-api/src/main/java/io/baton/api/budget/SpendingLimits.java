package io.baton.api.budget;

import java.util.Locale;
import java.util.Optional;

/**
 * What a job may use.
 *
 * @param seconds that nodes may hold it; empty: no bound
 * @param cost of that; empty: no bound
 */
public record SpendingLimits(Optional<Long> seconds, Optional<Double> cost) {

  /** Which budget is used up, as a sentence for the owner; empty while none is. */
  public Optional<String> usedUpBy(Spending spent) {
    if (seconds.isPresent() && spent.seconds() >= seconds.get()) {
      return Optional.of(
          "The job used up its budget of time: nodes held it for %s of %d seconds (budgets.maxRuntimeSeconds)."
              .formatted(rounded(spent.seconds()), seconds.get()));
    }
    if (cost.isPresent() && spent.cost() >= cost.get()) {
      return Optional.of(
          "The job used up its budget of money: its attempts cost %s of %s (budgets.maxCost)%s."
              .formatted(rounded(spent.cost()), rounded(cost.get()), withoutPrice(spent)));
    }
    return Optional.empty();
  }

  private static String withoutPrice(Spending spent) {
    return spent.unpricedSeconds() > 0
        ? ", without %s seconds on nodes whose price is not known"
            .formatted(rounded(spent.unpricedSeconds()))
        : "";
  }

  /** Without the digits that mean nothing to people. */
  private static String rounded(double number) {
    String text = String.format(Locale.ROOT, number < 1 ? "%.6f" : "%.2f", number);
    return text.replaceAll("\\.?0+$", "");
  }
}

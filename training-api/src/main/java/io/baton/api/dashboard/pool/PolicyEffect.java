package io.baton.api.dashboard.pool;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulation.Outcome;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a policy would do.
 *
 * @param differences of it to the one that counts, a line each
 * @param present what is decided now under the one that counts; empty where nobody could tell
 * @param proposed the same under this one
 * @param simulation of the recent past; empty where none could be made
 * @param problems why something is empty, a sentence each
 */
public record PolicyEffect(
    List<String> differences,
    Optional<ScalingDecision> present,
    Optional<ScalingDecision> proposed,
    Optional<PolicySimulation> simulation,
    List<String> problems) {
  /** A figure under both. */
  public record Row(String figure, String present, String proposed, String difference) {}

  public List<Row> rows() {
    return simulation.map(PolicyEffect::rows).orElse(List.of());
  }

  private static List<Row> rows(PolicySimulation simulation) {
    Outcome present = simulation.present();
    Outcome proposed = simulation.proposed();
    List<Row> rows = new ArrayList<>();
    rows.add(row("Jobs done", present, proposed, Outcome::completed, PolicyEffect::whole));
    rows.add(
        row("Jobs left at the end", present, proposed, Outcome::unfinished, PolicyEffect::whole));
    rows.add(
        row(
            "Wait for a node, median",
            present,
            proposed,
            Outcome::medianWaitSeconds,
            PolicyEffect::time));
    rows.add(
        row(
            "Wait for a node, 95 of 100",
            present,
            proposed,
            Outcome::p95WaitSeconds,
            PolicyEffect::time));
    rows.add(row("Node hours", present, proposed, Outcome::nodeHours, PolicyEffect::hours));
    if (present.cost().isPresent() && proposed.cost().isPresent()) {
      rows.add(row("Cost", present, proposed, each -> each.cost().orElse(0.0), Figures::cost));
    }
    rows.add(row("Idle", present, proposed, each -> 100 * each.idleShare(), PolicyEffect::percent));
    rows.add(row("Most nodes at once", present, proposed, Outcome::mostNodes, PolicyEffect::whole));
    return rows;
  }

  private static Row row(
      String figure,
      Outcome present,
      Outcome proposed,
      ToDoubleFunction<Outcome> value,
      Function<Double, String> text) {
    String before = text.apply(value.applyAsDouble(present));
    String after = text.apply(value.applyAsDouble(proposed));
    double more = value.applyAsDouble(proposed) - value.applyAsDouble(present);
    String difference =
        before.equals(after) ? "same" : (more > 0 ? "+" : "−") + text.apply(Math.abs(more));
    return new Row(figure, before, after, difference);
  }

  private static String whole(double value) {
    return Figures.count(Math.round(value));
  }

  private static String time(double seconds) {
    return Figures.duration(Duration.ofMillis(Math.round(1000 * seconds)));
  }

  private static String hours(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f h" : "%.1f h", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.0f %%", value);
  }
}

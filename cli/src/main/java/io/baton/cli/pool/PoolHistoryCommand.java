package io.baton.cli.pool;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Sparkline;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolHistory.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton pool history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows jobs, nodes and costs of a pool over the last hours.")
final class PoolHistoryCommand extends ApiCommand {
  private static final int POINTS = 48;
  private static final int MOST_HOURS = 24 * 30;

  @Mixin private PoolArgument pool;

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "24",
      description = "How far back, 1 to 720. Default: ${DEFAULT-VALUE}.")
  private int hours;

  PoolHistoryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (hours < 1 || hours > MOST_HOURS) {
      throw CommandFailedException.usage("--hours must be from 1 to 720, not " + hours + ".");
    }
    PoolsClient client = api().pools();
    Instant now = Instant.now();
    PoolHistory history =
        client.history(pool.in(client), now.minus(Duration.ofHours(hours)), now, POINTS);
    return answer(history, List::of, () -> print(history));
  }

  private void print(PoolHistory history) {
    if (history.points().isEmpty()) {
      console.plain("Nothing was recorded of pool " + history.pool() + " in that time.");
      return;
    }
    List<Point> points = history.points();
    console.plain(
        "Pool "
            + history.pool()
            + " from "
            + Words.dateAndTime(points.get(0).at())
            + " to "
            + Words.dateAndTime(points.get(points.size() - 1).at()));
    Table table = new Table("WHAT", "LEAST", "MEAN", "MOST", "OVER TIME").shrinking("OVER TIME");
    row(table, "jobs waiting", points, Point::claimable);
    row(table, "nodes running", points, Point::runningNodes);
    row(table, "nodes busy", points, Point::busyNodes);
    row(table, "replicas asked for", points, point -> point.requested().orElse(Double.NaN));
    row(table, "cost per hour", points, point -> point.costPerHour().orElse(Double.NaN));
    table.print(console, "");
  }

  private static void row(
      Table table, String what, List<Point> points, Function<Point, Double> value) {
    List<Double> values = points.stream().map(value).filter(Double::isFinite).toList();
    if (!values.isEmpty()) {
      var summary = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
      table.row(
          what,
          Words.rate(summary.getMin()),
          Words.rate(summary.getAverage()),
          Words.rate(summary.getMax()),
          Sparkline.of(values, POINTS));
    }
  }
}

package io.baton.cli.node;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.node.AttemptCounts;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEvent;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton nodes show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a node: what it is, what it does, what happened to it.")
final class NodeShow extends ApiCommand {
  @Parameters(paramLabel = "NODE", description = "The node's id.")
  private NodeId id;

  NodeShow(Surroundings surroundings) {
    super(surroundings);
  }

  /** What {@code --json} prints. */
  record NodeHistory(Node node, List<Ban> bans, List<NodeEvent> events) {}

  @Override
  public Integer call() {
    NodesClient client = api().nodes();
    NodeHistory history =
        new NodeHistory(client.node(id), client.bans(id), client.events(id, 0).events());
    return answer(history, () -> List.of(history.node().state().wireName()), () -> print(history));
  }

  private void print(NodeHistory history) {
    console.line("@|bold Node " + id + "|@");
    facts(history.node(), Instant.now()).print(console);
    if (!history.bans().isEmpty()) {
      console.emptyLine();
      console.line("  @|bold Jobs that it does not get|@");
      NodeBans.table(history.bans()).print(console, "    ");
    }
    if (!history.events().isEmpty()) {
      console.emptyLine();
      console.line("  @|bold Events|@");
      Table table = new Table("TIME", "EVENT", "TEXT").shrinking("TEXT");
      history
          .events()
          .forEach(
              event ->
                  table.row(Words.dateAndTime(event.at()), event.type().wireName(), event.text()));
      table.print(console, "    ");
    }
  }

  /** What there is to say about a node. */
  static Facts facts(Node node, Instant now) {
    return new Facts()
        .add("state", node.state().wireName())
        .add("pool", node.pool())
        .add("host", node.host() + ", process " + node.processId())
        .add("gpu", gpu(node))
        .add("labels", Words.pairs(node.labels()))
        .add("job", node.job())
        .add("at risk", node.atRisk().map(risk -> Words.number(risk.seconds()) + " s of work"))
        .add("drain", node.drain().map(drain -> drain.reason()))
        .add(
            "quarantine",
            node.quarantine().map(q -> q.reason() + " (ends " + Words.in(q.until(), now) + ")"))
        .add("attempts", counts(node.attempts()))
        .add("speed", node.relativeSpeed().map(s -> Words.rate(s) + " times that of its peers"))
        .add("health", Math.round(node.health() * 100) + " %")
        .add(
            node.online() ? "online" : "offline",
            "for " + Words.of(Duration.between(node.onlineSince(), now)))
        .add("seen", Words.ago(node.lastSeenAt(), now));
  }

  private static String gpu(Node node) {
    return node.gpu().orElse("none: it trains on its CPU")
        + node.gpuMemoryBytes().map(bytes -> ", " + Words.ofBytes(bytes)).orElse("");
  }

  private static String counts(AttemptCounts counts) {
    return "%d completed, %d drained, %d lost, %d failed, %d canceled"
        .formatted(
            counts.completed(),
            counts.drained(),
            counts.lost(),
            counts.failed(),
            counts.canceled());
  }

  /** After an order: what the node is now. */
  static void told(Console console, Node node, String next) {
    console.plain("Node " + node.id() + " is " + node.state().wireName() + ". " + next);
  }
}

package io.baton.cli.node;

import io.baton.cli.ApiCommand;
import io.baton.cli.Listing;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton nodes}. */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists nodes; shows, drains, quarantines, bans them.")
public final class NodesCommand extends ApiCommand {
  private static final int PAGE = 200;

  @Option(names = "--pool", paramLabel = "NAME", description = "Only nodes of this pool.")
  private PoolName pool;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only nodes that are idle, busy, draining, quarantined, offline or forgotten.")
  private NodeState state;

  private NodesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    return Listing.add(
            new CommandLine(new NodesCommand(surroundings)), new NodesCommand(surroundings))
        .addSubcommand(new NodeShow(surroundings))
        .addSubcommand(new NodeOrders.Drain(surroundings))
        .addSubcommand(new NodeOrders.Undrain(surroundings))
        .addSubcommand(new NodeOrders.Quarantine(surroundings))
        .addSubcommand(new NodeOrders.Release(surroundings))
        .addSubcommand(new NodeBans.Bans(surroundings))
        .addSubcommand(new NodeBans.MakeBan(surroundings))
        .addSubcommand(new NodeBans.Unban(surroundings));
  }

  @Override
  public Integer call() {
    NodesClient client = api().nodes();
    List<Node> nodes = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      NodePage page =
          client.nodes(Optional.ofNullable(pool), Optional.ofNullable(state), cursor, PAGE);
      nodes.addAll(page.nodes());
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return answer(nodes, () -> nodes.stream().map(Node::id).toList(), () -> print(nodes));
  }

  private void print(List<Node> nodes) {
    if (nodes.isEmpty()) {
      console.plain(
          pool == null && state == null
              ? "No node: one is known from its first request for work on."
              : "No node fits; without filters: baton nodes");
      return;
    }
    Instant now = Instant.now();
    Table table =
        new Table("NODE", "POOL", "STATE", "JOB", "GPU", "SPEED", "HEALTH", "SEEN")
            .shrinking("NODE", "POOL", "GPU");
    for (Node node : nodes) {
      table.row(
          node.id(),
          node.pool(),
          node.state().wireName(),
          node.job().map(JobId::value).orElse("-"),
          node.gpu().orElse("-"),
          node.relativeSpeed().map(speed -> Words.rate(speed) + "x").orElse("-"),
          Math.round(node.health() * 100) + "%",
          Words.age(node.lastSeenAt(), now) + " ago");
    }
    table.print(console, "");
  }
}

package io.baton.cli.node;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.BanRequest;
import io.baton.protocol.node.NodeId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which jobs do not go to which nodes. */
final class NodeBans {
  private NodeBans() {}

  static Table table(List<Ban> bans) {
    Table table = new Table("JOB", "NODE", "SINCE", "REASON").shrinking("NODE", "REASON");
    bans.forEach(
        ban -> table.row(ban.job(), ban.node(), Words.dateAndTime(ban.since()), ban.reason()));
    return table;
  }

  /** {@code baton nodes bans}. */
  @Command(
      name = "bans",
      mixinStandardHelpOptions = true,
      description = "Lists the jobs that a node does not get, or the nodes that a job does not.")
  static final class Bans extends ApiCommand {
    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node's id.")
    private NodeId node;

    @Option(names = "--job", paramLabel = "JOB", description = "In place of a node.")
    private JobId job;

    Bans(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      if ((node == null) == (job == null)) {
        throw CommandFailedException.usage("Name a node, or a job with --job.");
      }
      NodesClient client = api().nodes();
      List<Ban> bans = node == null ? client.bans(job) : client.bans(node);
      return answer(
          bans,
          () -> bans.stream().map(ban -> node == null ? ban.node() : ban.job()).toList(),
          () -> {
            if (bans.isEmpty()) {
              console.plain("No bans.");
            } else {
              table(bans).print(console, "");
            }
          });
    }
  }

  /** {@code baton nodes ban}. */
  @Command(
      name = "ban",
      mixinStandardHelpOptions = true,
      description = "Keeps a job from a node; an attempt that runs there goes on.")
  static final class MakeBan extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE", description = "The node's id.")
    private NodeId node;

    @Parameters(index = "1", paramLabel = "JOB", description = "The job's id.")
    private JobId job;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "One sentence.")
    private String reason;

    MakeBan(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      Ban ban = api().nodes().ban(node, job, new BanRequest(reason));
      return answer(
          ban,
          List::of,
          () -> console.plain("Job " + job + " does not go to node " + node + " any more."));
    }
  }

  /** {@code baton nodes unban}. */
  @Command(name = "unban", mixinStandardHelpOptions = true, description = "Lifts a ban.")
  static final class Unban extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE", description = "The node's id.")
    private NodeId node;

    @Parameters(index = "1", paramLabel = "JOB", description = "The job's id.")
    private JobId job;

    Unban(Surroundings surroundings) {
      super(surroundings);
    }

    /** What {@code --json} prints. */
    record Lifted(NodeId node, JobId job) {}

    @Override
    public Integer call() {
      api().nodes().liftBan(node, job);
      return answer(
          new Lifted(node, job),
          List::of,
          () -> console.plain("Job " + job + " may go to node " + node + " again."));
    }
  }
}

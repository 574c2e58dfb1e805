package io.baton.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Difference;
import io.baton.cli.document.Documents;
import io.baton.cli.pool.PoolArgument;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.pool.StoredScalingDecision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baton policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Gets, sets and explains how pools are sized.")
public final class PolicyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private PolicyCommand() {}

  public static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new Get(surroundings))
        .addSubcommand(PolicySet.commandLine(surroundings))
        .addSubcommand(new Explain(surroundings))
        .addSubcommand(new Changes(surroundings));
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "What about the policy? There are get, set, explain and changes.");
  }

  /** {@code baton policy get}. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Prints a pool's policy as YAML, which 'policy set --file' takes.")
  static final class Get extends ApiCommand {
    @Mixin private PoolArgument pool;

    Get(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      PoolsClient client = api().pools();
      StoredPoolPolicy stored = client.policy(pool.in(client));
      return answer(
          stored,
          () -> List.of(Documents.yaml(stored.policy())),
          () -> {
            console.plain("# Pool " + stored.pool() + ", " + PolicyWords.version(stored));
            console.plain(Documents.yaml(stored.policy()));
          });
    }
  }

  /** {@code baton policy explain}. */
  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = "Says in words what a pool's policy means, and what it led to last.")
  static final class Explain extends ApiCommand {
    @Mixin private PoolArgument pool;

    Explain(Surroundings surroundings) {
      super(surroundings);
    }

    /** What {@code --json} prints. */
    record Explained(
        PoolName pool, List<String> rules, PoolDemand demand, List<StoredScalingDecision> last) {}

    @Override
    public Integer call() {
      PoolsClient client = api().pools();
      PoolName name = pool.in(client);
      StoredPoolPolicy stored = client.policy(name);
      ScalingDecisionPage decisions = client.decisions(name, Optional.empty(), 1);
      Explained explained =
          new Explained(
              name, PolicyWords.all(stored.policy()), client.demand(name), decisions.decisions());
      return answer(explained, explained::rules, () -> print(explained, stored));
    }

    private void print(Explained explained, StoredPoolPolicy stored) {
      console.line(
          "@|bold Pool " + explained.pool() + "|@, " + Text.literal(PolicyWords.version(stored)));
      explained.rules().forEach(rule -> wrapped(rule));
      console.emptyLine();
      PoolDemand demand = explained.demand();
      wrapped(
          "Now "
              + Words.count(demand.claimable(), "job")
              + (demand.claimable() == 1 ? " waits and " : " wait and ")
              + demand.running()
              + (demand.running() == 1 ? " runs" : " run")
              + ", and there are "
              + Words.count(demand.nodes().busy() + demand.nodes().idle(), "node")
              + " at work or idle.");
      explained.last().stream()
          .findFirst()
          .ifPresentOrElse(
              last ->
                  wrapped(
                      "Last decision, "
                          + Words.dateAndTime(last.lastAt())
                          + ": "
                          + last.decision().text()),
              () -> wrapped("No autoscaler has recorded a decision about it yet."));
    }

    private void wrapped(String sentence) {
      int width = Math.max(40, Math.min(100, console.columns()) - 4);
      Text.wrapped(sentence, width)
          .forEach(line -> console.plain((line.first() ? "  - " : "    ") + line.text()));
    }
  }

  /** {@code baton policy changes}. */
  @Command(
      name = "changes",
      mixinStandardHelpOptions = true,
      description = "Shows who changed what about a pool's policy, newest first.")
  static final class Changes extends ApiCommand {
    @Mixin private PoolArgument pool;

    Changes(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      PoolsClient client = api().pools();
      List<PolicyChange> changes = client.policyChanges(pool.in(client));
      return answer(
          changes,
          () -> changes.stream().map(PolicyChange::version).toList(),
          () -> print(changes));
    }

    private void print(List<PolicyChange> changes) {
      if (changes.isEmpty()) {
        console.plain("Nobody has ever set it: the defaults count.");
        return;
      }
      Table table = new Table("VERSION", "AT", "BY", "WHAT").shrinking("BY", "WHAT");
      for (PolicyChange change : changes) {
        table.row(
            change.version(),
            Words.dateAndTime(change.at()),
            change.by(),
            change.fields().stream()
                .map(
                    field ->
                        new Difference(field.field(), present(field.from()), present(field.to()))
                            .text())
                .collect(Collectors.joining("; ")));
      }
      table.print(console, "");
    }

    private static Optional<JsonNode> present(JsonNode node) {
      return Optional.ofNullable(node).filter(each -> !each.isNull());
    }
  }
}

package io.baton.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Difference;
import io.baton.cli.document.Documents;
import io.baton.cli.pool.PoolArgument;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.StoredPoolPolicy;
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
        .addSubcommand(PolicyExplain.commandLine(surroundings))
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

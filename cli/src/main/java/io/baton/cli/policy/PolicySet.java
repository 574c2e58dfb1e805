package io.baton.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Difference;
import io.baton.cli.pool.PoolArgument;
import io.baton.cli.terminal.Console;
import io.baton.protocol.client.Json;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baton policy set}. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Changes a pool's policy and shows what is different.",
      "What is not given stays. Schedules and kinds of nodes are set with --file."
    })
final class PolicySet extends ApiCommand {
  @Mixin private PoolArgument pool;

  @Mixin private ProposedPolicy proposed;

  @Option(names = "--dry-run", description = "Show what would be different; change nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  private PolicySet(Surroundings surroundings) {
    super(surroundings);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine command = new CommandLine(new PolicySet(surroundings));
    PolicyFlags.addTo(command.getCommandSpec());
    return command;
  }

  /** What {@code --json} prints. */
  record Changed(StoredPoolPolicy policy, List<Difference> differences, boolean dryRun) {}

  @Override
  public Integer call() {
    ObjectNode given =
        proposed
            .given(spec, surroundings)
            .orElseThrow(
                () ->
                    CommandFailedException.usage(
                        "What is to change? Give options such as --max-replicas 20, or --file."));
    PoolsClient client = api().pools();
    PoolName name = pool.in(client);
    StoredPoolPolicy before = client.policy(name);
    ObjectNode old = Json.mapper().valueToTree(before.policy());
    PoolPolicy wanted = proposed.over(old, given);
    List<Difference> differences = Difference.between(old, Json.mapper().valueToTree(wanted));
    boolean changes = !dryRun && !(differences.isEmpty() && before.isSet());
    // Refused if somebody else changed it since it was looked at.
    StoredPoolPolicy after = changes ? client.setPolicy(name, wanted, before.version()) : before;
    return answer(
        new Changed(after, differences, dryRun),
        List::of,
        () -> {
          tell(console, differences);
          console.plain(
              dryRun
                  ? "Nothing was changed."
                  : "Pool " + name + " has policy version " + after.version() + ".");
        });
  }

  private static void tell(Console console, List<Difference> differences) {
    if (differences.isEmpty()) {
      console.plain("Nothing is different.");
    }
    differences.forEach(each -> console.plain("  " + each.text()));
  }
}

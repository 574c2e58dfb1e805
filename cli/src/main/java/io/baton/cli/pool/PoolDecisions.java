package io.baton.cli.pool;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredScalingDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton pool decisions}. */
@Command(
    name = "decisions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what the autoscaler decided and why, newest first.")
final class PoolDecisions extends ApiCommand {
  @Mixin private PoolArgument pool;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only hold, scale-up, scale-down, remove or reallocate.")
  private String action;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most that many, 1 to 200. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after an earlier page.")
  private String cursor;

  PoolDecisions(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Optional<ScalingAction> wanted = Optional.ofNullable(action).map(PoolDecisions::action);
    PoolsClient client = api().pools();
    PoolName name = pool.in(client);
    ScalingDecisionPage page =
        client.decisions(name, wanted, Optional.empty(), Optional.ofNullable(cursor), limit);
    return answer(
        page,
        () -> page.decisions().stream().map(each -> each.decision().action().wireName()).toList(),
        () -> print(name, page));
  }

  private static ScalingAction action(String name) {
    return Arrays.stream(ScalingAction.values())
        .filter(each -> each.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "--action must be of "
                        + Arrays.stream(ScalingAction.values())
                            .map(ScalingAction::wireName)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'."));
  }

  private void print(PoolName name, ScalingDecisionPage page) {
    if (page.decisions().isEmpty()) {
      console.plain("No decisions: no autoscaler has recorded any for pool " + name + ".");
      return;
    }
    table(page.decisions()).print(console, "");
    page.nextCursor()
        .ifPresent(
            next -> console.plain("More: baton pool decisions " + name + " --cursor " + next));
  }

  static Table table(List<StoredScalingDecision> decisions) {
    Table table =
        new Table("AT", "ACTION", "REASON", "REPLICAS", "TIMES", "WHY").shrinking("WHY", "REASON");
    for (StoredScalingDecision each : decisions) {
      ScalingDecision decision = each.decision();
      table.row(
          Words.dateAndTime(each.at()),
          decision.action().wireName() + (decision.dryRun() ? " (dry run)" : ""),
          decision.reason().wireName(),
          decision.replicasBefore() == decision.replicasAfter()
              ? decision.replicasAfter()
              : decision.replicasBefore() + " → " + decision.replicasAfter(),
          each.times(),
          decision.text());
    }
    return table;
  }
}

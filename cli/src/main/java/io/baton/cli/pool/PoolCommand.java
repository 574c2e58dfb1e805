package io.baton.cli.pool;

import io.baton.cli.ApiCommand;
import io.baton.cli.Listing;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.protocol.pool.Pool;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code baton pool}. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    description = "Lists pools; shows one, its demand, decisions, history.")
public final class PoolCommand extends ApiCommand {
  private PoolCommand(Surroundings surroundings) {
    super(surroundings);
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    return Listing.add(
            new CommandLine(new PoolCommand(surroundings)), new PoolCommand(surroundings))
        .addSubcommand(new PoolShow(surroundings))
        .addSubcommand(new PoolDemandCommand(surroundings))
        .addSubcommand(new PoolDecisions(surroundings))
        .addSubcommand(new PoolHistoryCommand(surroundings));
  }

  @Override
  public Integer call() {
    List<Pool> pools = api().pools().pools();
    return answer(pools, () -> pools.stream().map(Pool::name).toList(), () -> print(pools));
  }

  private void print(List<Pool> pools) {
    if (pools.isEmpty()) {
      console.plain("No pool: one exists once a node names it, or its policy is set.");
      return;
    }
    Table table =
        new Table("POOL", "BUSY", "IDLE", "DRAINING", "QUARANTINED", "OFFLINE", "POLICY")
            .shrinking("POOL");
    for (Pool pool : pools) {
      table.row(
          pool.name(),
          pool.nodes().busy(),
          pool.nodes().idle(),
          pool.nodes().draining(),
          pool.nodes().quarantined(),
          pool.nodes().offline(),
          pool.policySet() ? "set" : "defaults");
    }
    table.print(console, "");
  }
}

package io.baton.cli.pool;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolDemand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton pool demand}. */
@Command(
    name = "demand",
    mixinStandardHelpOptions = true,
    description = "Says what a pool has to do. With --quiet: how many jobs wait.")
final class PoolDemandCommand extends ApiCommand {
  @Mixin private PoolArgument pool;

  PoolDemandCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    PoolsClient client = api().pools();
    PoolDemand demand = client.demand(pool.in(client));
    return answer(
        demand, () -> List.of(demand.claimable()), () -> DemandText.of(demand).print(console));
  }
}

package io.baton.cli.pool;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolName;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The pool that a command is about. */
public final class PoolArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "POOL",
      description = "The pool's name. Default: the only pool, where there is only one.")
  private PoolName name;

  public PoolName in(PoolsClient client) {
    if (name != null) {
      return name;
    }
    List<Pool> pools = client.pools();
    if (pools.size() != 1) {
      throw CommandFailedException.usage(
          pools.isEmpty()
              ? "There is no pool yet: name the one that you mean."
              : "Which pool? There are "
                  + String.join(", ", pools.stream().map(pool -> pool.name().value()).toList())
                  + ".");
    }
    return pools.get(0).name();
  }
}

package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The API keys of a local platform: its operator's, and its nodes'. */
final class LocalKeys {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KeyFile operatorFile;
  private final KeyFile nodeFile;
  private final ApiKey operator;

  LocalKeys(DataDirectory data) {
    operatorFile = data.operatorKey();
    nodeFile = data.nodeKey();
    operator = operatorFile.readOrDraw();
  }

  /** The service is started with it, and knows it from then on. */
  ApiKey operator() {
    return operator;
  }

  /**
   * The key of the pool's nodes. Nodes that outlived a crash hold it: it changes only if it must.
   */
  ApiKey ofNodes(URI api, PoolName pool) {
    Optional<ApiKey> kept = nodeFile.read().filter(key -> isValid(api, key));
    if (kept.isPresent()) {
      return kept.get();
    }
    ApiKey made;
    try {
      made =
          new KeysClient(new ApiEndpoint(api, Optional.of(operator), TIMEOUT))
              .create(KeyCreation.ofPool("nodes of this machine", pool))
              .secret();
    } catch (RefusedException e) {
      throw new CommandFailedException(
          "The API refuses the operator's key in "
              + operatorFile.path()
              + ": "
              + e.getMessage()
              + " Delete the file, and the next start makes another key.",
          e);
    }
    nodeFile.write(made);
    return made;
  }

  private static boolean isValid(URI api, ApiKey key) {
    try {
      new KeysClient(new ApiEndpoint(api, Optional.of(key), TIMEOUT)).current();
      return true;
    } catch (RefusedException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        return false;
      }
      throw e;
    }
  }
}

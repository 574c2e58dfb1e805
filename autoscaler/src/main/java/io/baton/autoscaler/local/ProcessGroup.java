package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import java.io.IOException;

/** Ends a whole process group, which Java itself cannot do. */
final class ProcessGroup {
  private ProcessGroup() {}

  /**
   * Sends SIGKILL to every process of the group.
   *
   * @param leader must be alive: as long as it is, nobody else's group can have its id
   */
  static void kill(ProcessIdentity leader) {
    if (!leader.isAlive()) {
      return;
    }
    try {
      new ProcessBuilder("sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(leader.id()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION, "The shell 'sh' cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

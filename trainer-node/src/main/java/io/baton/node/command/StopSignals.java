package io.baton.node.command;

import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT stop the agent. A shutdown hook could not do this: it is run once, and the
 * second signal has to hurry the first one's drain.
 */
final class StopSignals {
  private StopSignals() {}

  /**
   * Has a stop called.
   *
   * @param stop gets the reason
   */
  static void stop(Consumer<String> stop) {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name), signal -> stop.accept("The node was told to stop (SIG" + name + ")."));
    }
  }
}

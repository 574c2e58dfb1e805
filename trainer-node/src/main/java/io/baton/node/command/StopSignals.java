package io.baton.node.command;

import io.baton.node.agent.Agent;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT stop the agent. A shutdown hook could not do this: it is run once, and the
 * second signal has to hurry the first one's drain.
 */
final class StopSignals {
  private StopSignals() {}

  static void stop(Agent agent) {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name), signal -> agent.stop("The node was told to stop (SIG" + name + ")."));
    }
  }
}

package io.baton.autoscaler.simulation;

import java.util.List;

/** What runs on the machines of the modelled provider. */
interface Tenants {
  /** A scale-in takes these. */
  void chosen(List<SimulatedInstance> instances);

  /** It runs, and is billed. */
  void started(SimulatedInstance instance);

  /** It is to end, and will be killed when the grace is over. */
  void told(SimulatedInstance instance);

  /** It is gone, without a word or after its grace. */
  void vanished(SimulatedInstance instance);
}

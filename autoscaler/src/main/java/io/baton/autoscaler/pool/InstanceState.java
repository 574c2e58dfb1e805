package io.baton.autoscaler.pool;

/** What an instance is about, as its provider knows. */
public enum InstanceState {
  /** It has a name, and waits for a machine, or is fetched or started. */
  PENDING,
  /** Its program runs. */
  RUNNING,
  /** It was told to end, or ends by itself. It no longer counts among the replicas. */
  STOPPING
}

package io.baton.autoscaler.pool;

/** What an instance is about, as its provider knows. */
public enum InstanceState {
  /** Asked for, and not running yet: it waits for a machine, or its image is loaded. */
  PENDING,
  /** Its node runs, or is starting. */
  RUNNING,
  /** It was told to end. */
  STOPPING
}

package io.baton.it.bench;

/** How a node goes away. */
enum InterruptionKind {
  /** SIGKILL to everything on it. */
  KILL,
  /** SIGTERM to its agent. */
  DRAIN
}

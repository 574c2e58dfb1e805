package io.baton.cli.platform;

import java.time.Duration;

/** Is told what of a platform runs. */
public interface StartObserver {
  /**
   * A part is ready.
   *
   * @param what for people: {@code PostgreSQL 17}
   * @param where its address
   */
  void ready(String what, String where, Duration took);
}

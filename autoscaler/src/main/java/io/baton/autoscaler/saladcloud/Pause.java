package io.baton.autoscaler.saladcloud;

import java.time.Duration;

/** Lets time pass. */
interface Pause {
  Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

  void of(Duration duration) throws InterruptedException;
}

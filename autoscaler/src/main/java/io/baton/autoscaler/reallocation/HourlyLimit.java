package io.baton.autoscaler.reallocation;

import java.time.Duration;
import java.time.Instant;

/**
 * How many more nodes may be taken out of work now. Nodes count from the moment at which they get
 * no more work: whatever the time that they take to become empty, that is when the pool loses them.
 */
final class HourlyLimit {
  static final Duration HOUR = Duration.ofHours(1);

  private HourlyLimit() {}

  static int room(Look look) {
    double share = look.rules().maxSharePerHour();
    if (share == 0) {
      return 0;
    }
    int most = Math.max(1, (int) Math.floor(share * look.members().size()));
    Instant hourAgo = look.now().minus(HOUR);
    return Math.max(0, most - look.history().takenAfter(hourAgo));
  }
}

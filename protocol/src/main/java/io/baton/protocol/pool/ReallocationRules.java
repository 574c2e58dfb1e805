package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;

/**
 * Which nodes of a pool are replaced by others.
 *
 * @param maxFailures jobs that may fail on a node within the window: with that many it gets no work
 *     and is replaced, 1 to 1,000; default 3
 * @param windowSeconds the window, 60 to 2,592,000 (30 days) seconds; default 3600
 * @param silentSeconds how long a node that its provider shows as running may say nothing, 30 to
 *     86,400 seconds; default 300
 * @param slowZScore how far below the median of its GPU class a node's speed may be, in robust
 *     standard deviations (1.4826 times the median absolute deviation), 1 to 100; default 6
 * @param minSamples nodes of a GPU class that must have a measured speed before any is called slow,
 *     3 to 10,000; default 5
 * @param maxSharePerHour of the pool's nodes that may be replaced within an hour, 0 to 1; at least
 *     one node, unless it is 0; 0 switches reallocation off; default 0.25
 * @param banSeconds how long a machine that was replaced gets no work of this pool should it come
 *     back, 60 to 2,592,000 (30 days) seconds; default 86,400
 */
public record ReallocationRules(
    Integer maxFailures,
    Integer windowSeconds,
    Integer silentSeconds,
    Double slowZScore,
    Integer minSamples,
    Double maxSharePerHour,
    Integer banSeconds) {
  public static final ReallocationRules DEFAULT =
      new ReallocationRules(null, null, null, null, null, null, null);

  private static final int DAY = 86_400;
  private static final int MONTH = 30 * DAY;

  public ReallocationRules {
    maxFailures = Fields.orDefault(maxFailures, 3);
    Fields.inRange("maxFailures", maxFailures, 1, 1000);
    windowSeconds = Fields.orDefault(windowSeconds, 3600);
    Fields.inRange("windowSeconds", windowSeconds, 60, MONTH);
    silentSeconds = Fields.orDefault(silentSeconds, 300);
    Fields.inRange("silentSeconds", silentSeconds, 30, DAY);
    slowZScore = Fields.orDefault(slowZScore, 6.0);
    Fields.inRange("slowZScore", slowZScore, 1.0, 100.0);
    minSamples = Fields.orDefault(minSamples, 5);
    Fields.inRange("minSamples", minSamples, 3, 10_000);
    maxSharePerHour = Fields.orDefault(maxSharePerHour, 0.25);
    Fields.inRange("maxSharePerHour", maxSharePerHour, 0.0, 1.0);
    banSeconds = Fields.orDefault(banSeconds, DAY);
    Fields.inRange("banSeconds", banSeconds, 60, MONTH);
  }
}

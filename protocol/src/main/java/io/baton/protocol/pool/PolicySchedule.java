package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * A time with limits of its own, which stand in for those of the policy while it is open.
 *
 * @param name for people, 1 to 64 of a-z, 0-9 and -; required
 * @param cron when it opens, as five fields of cron: minute, hour, day of the month, month, day of
 *     the week; required
 * @param timeZone of those, as an IANA name; default UTC
 * @param durationSeconds how long it stays open, 60 to 2,592,000 (30 days) seconds; required
 * @param minReplicas nodes that run meanwhile even when there is nothing to do, 0 to 10,000;
 *     default 0
 * @param maxReplicas nodes that are never exceeded meanwhile, 0 to 10,000, and at least
 *     minReplicas; required
 */
public record PolicySchedule(
    String name,
    String cron,
    String timeZone,
    Integer durationSeconds,
    Integer minReplicas,
    Integer maxReplicas) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern FIVE_FIELDS = Pattern.compile("\\S+( \\S+){4}");
  private static final int MONTH = 2_592_000;

  public PolicySchedule {
    Fields.matching("name", name, NAME, "must be 1 to 64 of a-z, 0-9 and -");
    Fields.matching(
        "cron",
        cron,
        FIVE_FIELDS,
        "must be five fields with one space between: minute, hour, day of the month, month, day"
            + " of the week");
    timeZone = Fields.orDefault(timeZone, "UTC");
    requireZone(timeZone);
    Fields.required("durationSeconds", durationSeconds);
    Fields.inRange("durationSeconds", durationSeconds, 60, MONTH);
    minReplicas = Fields.orDefault(minReplicas, 0);
    Fields.inRange("minReplicas", minReplicas, 0, PoolPolicy.MOST_REPLICAS);
    Fields.required("maxReplicas", maxReplicas);
    Fields.inRange("maxReplicas", maxReplicas, minReplicas, PoolPolicy.MOST_REPLICAS);
  }

  private static void requireZone(String name) {
    try {
      ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          "timeZone", "must be an IANA name such as Europe/Berlin, not '" + name + "'");
    }
  }
}

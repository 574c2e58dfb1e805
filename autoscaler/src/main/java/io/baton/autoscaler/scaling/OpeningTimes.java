package io.baton.autoscaler.scaling;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicySchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;

/**
 * When a schedule opens.
 *
 * <p>The expression is evaluated on the wall clock of the schedule's zone, and a wall-clock time
 * becomes an instant afterwards. A time that the clock skips in spring opens as much later as was
 * skipped. A time that it shows twice in autumn opens at its first showing, or at both where the
 * hour starts with {@code *}: every hour means every hour.
 */
final class OpeningTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** More than any zone ever moved its clock by at once, but for changes of the date line. */
  private static final Duration CLOCK_CHANGE = Duration.ofHours(3);

  private final PolicySchedule schedule;
  private final ExecutionTime times;
  private final ZoneId zone;
  private final boolean everyHour;

  private Instant knownFrom = Instant.MAX;
  private Instant knownUntil = Instant.MIN;
  private Optional<Instant> openedAt = Optional.empty();

  OpeningTimes(PolicySchedule schedule) {
    this.schedule = schedule;
    try {
      this.times = ExecutionTime.forCron(PARSER.parse(schedule.cron()));
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          "schedules.cron",
          "of schedule '%s' is no cron expression: %s".formatted(schedule.name(), e.getMessage()));
    }
    this.zone = ZoneId.of(schedule.timeZone());
    this.everyHour = schedule.cron().split(" ")[1].startsWith("*");
  }

  boolean openAt(Instant now) {
    if (now.isBefore(knownFrom) || !now.isBefore(knownUntil)) {
      openedAt = before(now);
      knownFrom = now;
      knownUntil = after(now).orElse(Instant.MAX);
    }
    return openedAt
        .filter(at -> now.isBefore(at.plusSeconds(schedule.durationSeconds())))
        .isPresent();
  }

  /** The last opening up to a moment. */
  private Optional<Instant> before(Instant now) {
    Duration margin = marginAround(now);
    LocalDateTime enough = local(now.minus(margin));
    Optional<LocalDateTime> each = previous(local(now.plus(margin)).plusSeconds(1));
    Optional<Instant> best = Optional.empty();
    while (each.isPresent() && (best.isEmpty() || each.get().isAfter(enough))) {
      for (Instant at : instants(each.get())) {
        if (!at.isAfter(now) && (best.isEmpty() || at.isAfter(best.get()))) {
          best = Optional.of(at);
        }
      }
      each = previous(each.get());
    }
    return best;
  }

  /** The first opening past a moment. */
  private Optional<Instant> after(Instant now) {
    Duration margin = marginAround(now);
    LocalDateTime enough = local(now.plus(margin));
    Optional<LocalDateTime> each = next(local(now.minus(margin)));
    Optional<Instant> best = Optional.empty();
    while (each.isPresent() && (best.isEmpty() || each.get().isBefore(enough))) {
      for (Instant at : instants(each.get())) {
        if (at.isAfter(now) && (best.isEmpty() || at.isBefore(best.get()))) {
          best = Optional.of(at);
        }
      }
      each = next(each.get());
    }
    return best;
  }

  /** Where the clock changes, wall-clock times and instants are not in the same order. */
  private Duration marginAround(Instant now) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(now.minus(CLOCK_CHANGE));
    boolean near = next != null && next.getInstant().isBefore(now.plus(CLOCK_CHANGE));
    return near ? CLOCK_CHANGE : Duration.ZERO;
  }

  private LocalDateTime local(Instant at) {
    return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.SECONDS);
  }

  private List<Instant> instants(LocalDateTime local) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (everyHour && offsets.size() > 1) {
      return offsets.stream().map(local::toInstant).toList();
    }
    return List.of(local.atZone(zone).toInstant());
  }

  /** UTC stands in for a clock that never changes. */
  private Optional<LocalDateTime> previous(LocalDateTime than) {
    return times.lastExecution(than.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  private Optional<LocalDateTime> next(LocalDateTime than) {
    return times.nextExecution(than.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}

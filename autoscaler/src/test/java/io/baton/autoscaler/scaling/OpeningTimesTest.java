package io.baton.autoscaler.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OpeningTimesTest {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  @Test
  void a_window_is_open_from_its_time_for_its_duration_on_the_clock_of_its_zone() {
    OpeningTimes nights = times("0 22 * * *", "Europe/Berlin", Duration.ofHours(8));

    assertThat(nights.openAt(Instant.parse("2026-01-10T20:59:59Z"))).isFalse();
    assertThat(nights.openAt(Instant.parse("2026-01-10T21:00:00Z"))).isTrue();
    assertThat(nights.openAt(Instant.parse("2026-01-11T04:59:59Z"))).isTrue();
    assertThat(nights.openAt(Instant.parse("2026-01-11T05:00:00Z"))).isFalse();
    assertThat(nights.openAt(Instant.parse("2026-07-10T20:00:00Z"))).isTrue();
    assertThat(nights.openAt(Instant.parse("2026-07-10T19:59:59Z"))).isFalse();
  }

  @Test
  void a_time_that_the_clock_skips_in_spring_opens_an_hour_later() {
    OpeningTimes times = times("30 2 * * *", "Europe/Berlin", Duration.ofMinutes(30));

    assertThat(times.openAt(Instant.parse("2026-03-29T01:29:00Z"))).isFalse();
    assertThat(times.openAt(Instant.parse("2026-03-29T01:30:00Z"))).isTrue();
    assertThat(times.openAt(Instant.parse("2026-03-29T02:00:00Z"))).isFalse();
  }

  @Test
  void a_time_that_the_clock_shows_twice_in_autumn_opens_once() {
    OpeningTimes times = times("30 2 * * *", "Europe/Berlin", Duration.ofMinutes(30));

    assertThat(times.openAt(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
    assertThat(times.openAt(Instant.parse("2026-10-25T01:00:00Z"))).isFalse();
    assertThat(times.openAt(Instant.parse("2026-10-25T01:30:00Z"))).isFalse();
  }

  @Test
  void every_hour_means_every_hour_in_autumn_too() {
    OpeningTimes times = times("0 * * * *", "Europe/Berlin", Duration.ofMinutes(10));

    assertThat(times.openAt(Instant.parse("2026-10-25T00:05:00Z"))).isTrue();
    assertThat(times.openAt(Instant.parse("2026-10-25T00:15:00Z"))).isFalse();
    assertThat(times.openAt(Instant.parse("2026-10-25T01:05:00Z"))).isTrue();
    assertThat(times.openAt(Instant.parse("2026-10-25T02:05:00Z"))).isTrue();
  }

  @Test
  void a_window_across_the_change_of_the_clock_is_as_long_as_ever() {
    OpeningTimes times = times("0 22 * * 6", "Europe/Berlin", Duration.ofHours(8));

    assertThat(times.openAt(Instant.parse("2026-03-29T04:59:00Z"))).isTrue();
    assertThat(times.openAt(Instant.parse("2026-03-29T05:00:00Z"))).isFalse();
  }

  @Test
  void a_day_that_never_comes_is_never_open() {
    OpeningTimes times = times("0 0 31 2 *", "UTC", Duration.ofDays(30));

    assertThat(times.openAt(Instant.parse("2026-03-01T00:00:00Z"))).isFalse();
  }

  @Test
  void what_is_no_cron_expression_is_refused_by_the_schedules_name() {
    assertThatThrownBy(() -> times("61 * * * *", "UTC", Duration.ofHours(1)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("'schedules.cron' of schedule 'test' is no cron expression:");
  }

  /** Against every minute of the hours around, near a change of the clock. */
  @Property(tries = 25)
  void a_window_is_open_exactly_when_counting_minutes_says_so(
      @ForAll("crons") String cron,
      @ForAll("zones") String zone,
      @ForAll @IntRange(max = 5) int change,
      @ForAll @IntRange(min = -600, max = 600) int minutes,
      @ForAll @IntRange(min = 1, max = 300) int length) {
    Instant now = changeOfClock(zone, change).plusSeconds(minutes * 60L);
    Duration duration = Duration.ofMinutes(length);

    boolean expected =
        counted(cron, ZoneId.of(zone), now).stream()
            .anyMatch(at -> !at.isAfter(now) && now.isBefore(at.plus(duration)));

    OpeningTimes times = times(cron, zone, duration);
    assertThat(times.openAt(now)).isEqualTo(expected);
    OpeningTimes warm = times(cron, zone, duration);
    warm.openAt(now.minusSeconds(3600));
    assertThat(warm.openAt(now)).isEqualTo(expected);
  }

  private static Instant changeOfClock(String zone, int change) {
    Instant at = Instant.parse("2024-01-01T00:00:00Z");
    for (int i = 0; i <= change; i++) {
      at = ZoneId.of(zone).getRules().nextTransition(at).getInstant();
    }
    return at;
  }

  private static List<Instant> counted(String cron, ZoneId zone, Instant now) {
    ExecutionTime times = ExecutionTime.forCron(PARSER.parse(cron));
    boolean everyHour = cron.split(" ")[1].startsWith("*");
    List<Instant> found = new ArrayList<>();
    LocalDateTime first = LocalDateTime.ofInstant(now, zone).minusHours(9).withSecond(0);
    for (int minute = 0; minute < 12 * 60; minute++) {
      LocalDateTime local = first.plusMinutes(minute);
      if (times.isMatch(local.atZone(ZoneOffset.UTC))) {
        found.add(local.atZone(zone).toInstant());
        if (everyHour) {
          zone.getRules()
              .getValidOffsets(local)
              .forEach(offset -> found.add(local.toInstant(offset)));
        }
      }
    }
    return found;
  }

  @Provide
  Arbitrary<String> crons() {
    Arbitrary<String> minutes = Arbitraries.of("0", "30", "*/15", "7,41", "10-12");
    Arbitrary<String> hours = Arbitraries.of("*", "*/2", "0", "1", "2", "3", "22-23", "1,2,3");
    Arbitrary<String> days = Arbitraries.of("* * *", "* * 0", "* * 6", "* * 1-5", "25-31 * *");
    return Combinators.combine(minutes, hours, days).as((m, h, d) -> m + " " + h + " " + d);
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
  }

  private static OpeningTimes times(String cron, String zone, Duration duration) {
    return new OpeningTimes(
        new PolicySchedule("test", cron, zone, Math.toIntExact(duration.toSeconds()), 0, 1));
  }
}

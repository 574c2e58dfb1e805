package io.baton.sync.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final SettableClock clock = new SettableClock();
  private final List<Duration> waits = new ArrayList<>();
  private final Retry retry =
      new Retry(
          new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10)),
          new SplittableRandom(7),
          clock::advance,
          (failure, wait) -> waits.add(wait));

  private static SyncException failure(SyncError error) {
    return new SyncException(error, "It failed.");
  }

  @Test
  void what_may_pass_is_tried_until_it_succeeds() {
    AtomicInteger tries = new AtomicInteger();
    int result =
        retry.call(
            Deadline.after(Duration.ofMinutes(10), clock),
            () -> {
              if (tries.incrementAndGet() < 6) {
                throw failure(SyncError.STORAGE_FAILED);
              }
              return 42;
            });
    assertThat(result).isEqualTo(42);
    assertThat(waits).hasSize(5);
  }

  @Test
  void what_will_not_pass_is_tried_once() {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                retry.call(
                    Deadline.after(Duration.ofMinutes(10), clock),
                    () -> {
                      tries.incrementAndGet();
                      throw failure(SyncError.ACCESS_DENIED);
                    }))
        .hasMessage("It failed.");
    assertThat(tries).hasValue(1);
  }

  @Test
  void the_deadline_ends_it_with_the_last_failure_and_the_number_of_tries() {
    Instant end = clock.instant().plusSeconds(60);
    assertThatThrownBy(
            () ->
                retry.call(
                    new Deadline(end, clock),
                    () -> {
                      throw failure(SyncError.STORAGE_UNREACHABLE);
                    }))
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(e.error()).isEqualTo(SyncError.STORAGE_UNREACHABLE))
        .hasMessage("It failed. Given up after " + (waits.size() + 1) + " tries.");
    assertThat(clock.instant()).isBefore(end);
  }

  @Test
  void a_deadline_that_moves_closer_ends_it_sooner() {
    Instant start = clock.instant();
    Deadline far = Deadline.after(Duration.ofHours(1), clock);
    Deadline near = Deadline.after(Duration.ofSeconds(5), clock);
    assertThatThrownBy(
            () ->
                retry.callUntil(
                    () -> waits.size() < 2 ? far : near,
                    () -> {
                      throw failure(SyncError.STORAGE_UNREACHABLE);
                    }))
        .isInstanceOf(SyncException.class);
    assertThat(Duration.between(start, clock.instant())).isLessThan(Duration.ofSeconds(10));
  }

  @Property
  void waits_double_up_to_the_longest_and_vary_by_half(
      @ForAll @IntRange(min = 1, max = 1_000_000) int failures, @ForAll long seed) {
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));
    long whole = failures > 7 ? 15_000 : Math.min(15_000, 200L << (failures - 1));
    assertThat(backoff.delay(failures, new SplittableRandom(seed)))
        .isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
  }

  /** A clock that goes on only when it is told to. */
  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

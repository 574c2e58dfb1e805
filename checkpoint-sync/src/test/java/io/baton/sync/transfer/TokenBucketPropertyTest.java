package io.baton.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenBucketPropertyTest {
  private static final double SECOND = 1e9;

  /** When each taking may move, on the bucket's clock. */
  private static List<Double> moments(long rate, List<Integer> bytes, List<Long> pauses) {
    TokenBucket bucket = new TokenBucket(rate, 0);
    List<Double> moments = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < bytes.size(); i++) {
      now += pauses.get(i);
      moments.add(now + (double) bucket.take(bytes.get(i), now).toNanos());
    }
    return moments;
  }

  @Property
  void no_time_sees_more_than_the_rate_a_quarter_of_a_second_and_one_taking(
      @ForAll @LongRange(min = 65_536, max = 100_000_000) long rate,
      @ForAll @Size(30) List<@IntRange(min = 1, max = 65_536) Integer> bytes,
      @ForAll @Size(30) List<@LongRange(min = 0, max = 400_000_000) Long> pauses) {
    List<Double> moments = moments(rate, bytes, pauses);
    for (int from = 0; from < bytes.size(); from++) {
      long moved = 0;
      for (int to = from; to < bytes.size(); to++) {
        moved += bytes.get(to);
        double time = moments.get(to) - moments.get(from);
        assertThat((double) moved)
            .isLessThanOrEqualTo(rate * (time / SECOND + 0.25) + bytes.get(from) + 1);
      }
    }
  }

  @Property
  void whoever_waits_as_told_loses_nothing_of_the_rate(
      @ForAll @LongRange(min = 65_536, max = 100_000_000) long rate,
      @ForAll @Size(30) List<@IntRange(min = 1, max = 65_536) Integer> bytes) {
    TokenBucket bucket = new TokenBucket(rate, 0);
    long now = 0;
    long moved = 0;
    for (int taking : bytes) {
      now += bucket.take(taking, now).toNanos();
      moved += taking;
    }
    double least = Math.max(0, moved - rate * 0.25) / rate * SECOND;
    assertThat((double) now).isBetween(least - 1, least + bytes.size() + 1);
  }

  @Example
  void a_clock_that_stands_still_or_goes_back_gives_nothing_away() {
    TokenBucket bucket = new TokenBucket(1_000_000, 1_000_000_000);
    bucket.take(250_000, 1_000_000_000);
    assertThat(bucket.take(1000, 0).toNanos()).isEqualTo(1_000_000);
    assertThat(bucket.take(1000, 1_000_000_000).toNanos()).isEqualTo(2_000_000);
  }

  @Example
  void waiting_for_bandwidth_ends_when_the_thread_is_interrupted() {
    Bandwidth bandwidth = Bandwidth.of(Bandwidth.LEAST_BYTES_PER_SECOND);
    Thread.currentThread().interrupt();
    assertThatCode(() -> bandwidth.take(1 << 30))
        .isInstanceOfSatisfying(
            SyncException.class,
            failure -> assertThat(failure.error()).isEqualTo(SyncError.CANCELED));
    assertThat(Thread.interrupted()).isTrue();
  }
}

package io.baton.node.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatScheduleTest {
  private static final long SENT = Duration.ofMinutes(3).toNanos();

  private final HeartbeatSchedule schedule = HeartbeatSchedule.every(Duration.ofSeconds(10));

  @Test
  void next_heartbeat_comes_an_interval_after_an_answered_one() {
    assertThat(after(schedule.nextAtNanos(SENT, true, false))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void heartbeat_that_was_not_answered_is_sent_again_sooner() {
    assertThat(after(schedule.nextAtNanos(SENT, false, false))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void new_phase_is_told_soon() {
    assertThat(after(schedule.nextAtNanos(SENT, true, true))).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void nothing_comes_later_than_a_short_interval() {
    HeartbeatSchedule fast = HeartbeatSchedule.every(Duration.ofMillis(50));

    assertThat(after(fast.nextAtNanos(SENT, false, true))).isEqualTo(Duration.ofMillis(50));
  }

  private static Duration after(long nanos) {
    return Duration.ofNanos(nanos - SENT);
  }
}

package io.baton.sdxl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpeedMeterTest {

  private final AtomicLong now = new AtomicLong(5);
  private final SpeedMeter meter = new SpeedMeter(now::get);

  @Test
  void steps_of_a_quarter_second_are_four_a_second() {
    assertThat(after(250)).isEqualTo(4);
    assertThat(after(250)).isEqualTo(4);
  }

  @Test
  void only_the_last_twenty_steps_count() {
    after(60_000);
    double speed = 0;
    for (int i = 0; i < 20; i++) {
      speed = after(500);
    }
    assertThat(speed).isEqualTo(2);
  }

  @Test
  void what_is_done_between_steps_takes_none_of_their_time() {
    after(250);
    now.addAndGet(90_000_000_000L);
    meter.leaveOut();
    assertThat(after(250)).isEqualTo(4);
  }

  private double after(long millis) {
    now.addAndGet(millis * 1_000_000);
    return meter.step();
  }
}

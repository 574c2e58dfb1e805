package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the demonstration ends, nothing of it runs on. */
class StoppingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path home;

  @Test
  void ctrl_c_stops_everything_while_a_node_trains() throws IOException {
    try (BatonProgram demo = BatonProgram.start(home, "demo")) {
      demo.awaitOut("Attempt 1 started");
      assertThat(demo.survivors()).hasSizeGreaterThan(6);

      demo.signal("INT");

      assertThat(demo.awaitEnd(PATIENCE)).as("128 + SIGINT").isEqualTo(130);
      assertThat(demo.survivors()).isEmpty();
      assertThat(demo.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void ctrl_c_stops_everything_while_the_platform_starts() throws IOException {
    try (BatonProgram demo = BatonProgram.start(home, "demo")) {
      demo.awaitOut("S3 storage");

      demo.signal("INT");

      assertThat(demo.awaitEnd(PATIENCE)).isEqualTo(130);
      assertThat(demo.survivors()).isEmpty();
    }
  }

  @Test
  void nothing_survives_even_a_sigkill_of_the_command_line() throws IOException {
    try (BatonProgram demo = BatonProgram.start(home, "demo")) {
      demo.awaitOut("Attempt 1 started");

      demo.signal("KILL");

      assertThat(demo.awaitEnd(PATIENCE)).isEqualTo(137);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(demo.survivors()).isEmpty());
    }
  }
}

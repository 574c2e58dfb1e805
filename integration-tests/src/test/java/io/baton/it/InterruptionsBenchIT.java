package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of interruptions, in small: what it says of bytes and steps, not of times. */
@Tag("long")
class InterruptionsBenchIT {
  @Test
  void jobs_that_lose_their_nodes_end_with_the_same_bytes_and_lose_no_more_than_allowed()
      throws Exception {
    Process bench =
        new ProcessBuilder(
                BatonProgram.HOME.resolve("integration-tests/bench/interruptions").toString(),
                "--kills",
                "3",
                "--drains",
                "2")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String table = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(table)
        .containsPattern("kill.* with the bytes of the undisturbed run \\| 3 of 3 ")
        .containsPattern("drain.* with the bytes of the undisturbed run \\| 2 of 2 ")
        .containsPattern("that lost more than .* \\| 0 of 3 ")
        .containsPattern("steps lost, all together \\| 0 ");
  }
}

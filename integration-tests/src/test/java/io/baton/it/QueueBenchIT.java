package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of the queue, in small: that it runs, and that no job is handed out twice. */
@Tag("long")
class QueueBenchIT {
  @Test
  void the_benchmark_of_the_queue_runs_to_its_end() throws Exception {
    Path script = BatonProgram.HOME.resolve("integration-tests/bench/queue");
    Process bench =
        new ProcessBuilder(script.toString(), "--quick")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String table = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(bench.exitValue()).isZero();
    assertThat(table).contains("64 nodes claim from 10,000 queued jobs, each job once");
  }
}

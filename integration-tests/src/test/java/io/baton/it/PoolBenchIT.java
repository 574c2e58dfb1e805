package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark of large pools, in small: that it runs, and that a snapshot shows all of a pool.
 */
@Tag("long")
class PoolBenchIT {
  @Test
  void the_benchmark_of_large_pools_runs_to_its_end() throws Exception {
    Path script = BatonProgram.HOME.resolve("integration-tests/bench/pool");
    Process bench =
        new ProcessBuilder(script.toString(), "--quick")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String table = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(bench.exitValue()).isZero();
    assertThat(table).contains("200 nodes (180 with a job), 2,000 jobs wait");
  }
}

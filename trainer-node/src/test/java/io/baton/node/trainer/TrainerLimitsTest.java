package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: what the machine does with the limits counts. */
class TrainerLimitsTest {
  @TempDir Path directory;

  @Test
  void trainer_runs_within_its_limits() throws Exception {
    TrainerLimits limits =
        new TrainerLimits(
            Optional.of(3), 5, Optional.of(100L << 20), Map.of("CUDA_VISIBLE_DEVICES", "1"));

    assertThat(
            lines(
                limits,
                "echo $OMP_NUM_THREADS $MKL_NUM_THREADS $CUDA_VISIBLE_DEVICES $OTHER; nice;"
                    + " ulimit -d"))
        .contains("3 3 1 kept", "5", "102400");
  }

  @Test
  void process_that_wants_more_memory_than_its_limit_does_not_get_it() throws Exception {
    String take = "x=$(head -c 200000000 /dev/zero | tr '\\0' x) && echo got it";

    assertThat(lines(limited(64L << 20), take)).doesNotContain("got it");
    assertThat(
            lines(TrainerLimits.NONE, "x=$(head -c 2000000 /dev/zero | tr '\\0' x) && echo got it"))
        .contains("got it");
  }

  @Test
  void limits_out_of_bounds_are_refused() {
    assertThatThrownBy(() -> limited(1)).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> new TrainerLimits(Optional.of(0), 0, Optional.empty(), Map.of()))
        .hasMessage("--trainer-threads must be from 1 to 4096.");
    assertThatThrownBy(() -> new TrainerLimits(Optional.empty(), 20, Optional.empty(), Map.of()))
        .hasMessage("--trainer-nice must be from 0 to 19.");
  }

  private static TrainerLimits limited(long bytes) {
    return new TrainerLimits(Optional.empty(), 0, Optional.of(bytes), Map.of());
  }

  private List<String> lines(TrainerLimits limits, String script) throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    TrainerLaunch contract = TrainerLaunch.ofContract(List.of("sh", "-c", script));
    TrainerLaunch launch =
        new TrainerLaunch(
            contract.words(),
            Map.of("OTHER", "kept", "CUDA_VISIBLE_DEVICES", "all of them"),
            contract.output(),
            contract.errors());
    TrainerProcess.start(
            limits.on(launch),
            directory,
            event -> {
              if (event instanceof TrainerEvent.LogLine line) {
                lines.add(line.text());
              }
            })
        .end()
        .get();
    return lines;
  }
}

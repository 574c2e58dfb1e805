package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.training.options.LossOptions;
import io.baton.sdxl.training.options.MixedPrecision;
import io.baton.sdxl.training.options.OptimizerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is trained, and wherever it is interrupted, the bytes in the end are those of a run that
 * was not. A row for each set of options that keeps state of its own or draws numbers of its own.
 */
class ExactResumeTest {

  @TempDir Path directory;

  /** Three batches an epoch, two accumulated: steps end after micro-steps 2, 3, 5, 6 and 8. */
  static Stream<OptionSet> optionSets() {
    return Stream.of(
        // In the middle of accumulation, then in the middle of an epoch.
        set("8-bit AdamW", 4, 2, run -> run.optimizer(eightBit()).rank(64)),
        set(
            "Prodigy, EDM, offset noise",
            5,
            2,
            run ->
                run.optimizer(prodigy())
                    .learningRate(1)
                    .loss(new LossOptions(OptionalDouble.empty(), true, 0.05))),
        // A CPU takes a second or so for a micro-step in fp16, however small.
        set(
            "fp16",
            1,
            1,
            run -> run.precision(MixedPrecision.FP16).resolution(16).batches(1, 1).steps(3)),
        // Twice at the same place: the second time before anything was done.
        set("Adafactor", 3, 1, run -> run.optimizer(new OptimizerChoice.Adafactor())),
        set("buckets, class images, caption dropout, caches, workers", 4, 2, DataPath::everything));
  }

  @ParameterizedTest
  @MethodSource("optionSets")
  void a_run_that_was_interrupted_twice_ends_with_the_same_bytes(OptionSet set) throws IOException {
    run(set, "whole").run();

    run(set, "interrupted").run(new StopAfter(set.first()));
    RecordedProgress second = run(set, "interrupted").resume().run(new StopAfter(set.second()));
    RecordedProgress third = run(set, "interrupted").resume().run();

    assertThat(second.of(Resumed.class)).hasSize(1);
    assertThat(second.of(Done.class)).isEmpty();
    assertThat(third.of(Resumed.class)).hasSize(1);
    assertThat(lora("interrupted")).isEqualTo(lora("whole"));
  }

  private SmallRun run(OptionSet set, String name) {
    return set.options().apply(SmallRun.into(directory.resolve(name)).steps(5));
  }

  private byte[] lora(String run) throws IOException {
    return Files.readAllBytes(directory.resolve(run).resolve(LoraFile.NAME));
  }

  private static OptionSet set(
      String name, int first, int second, UnaryOperator<SmallRun> options) {
    return new OptionSet(name, first, second, options);
  }

  private static OptimizerChoice eightBit() {
    return new OptimizerChoice.AdamW(0.9, 0.99, 1e-8, true);
  }

  private static OptimizerChoice prodigy() {
    return new OptimizerChoice.Prodigy(0.9, 0.99, OptionalDouble.empty(), 1e-8, true, true, true);
  }

  /**
   * Options and the numbers of micro-steps after which a run is stopped, and then its resumption.
   */
  record OptionSet(String name, int first, int second, UnaryOperator<SmallRun> options) {

    @Override
    public String toString() {
      return name;
    }
  }
}

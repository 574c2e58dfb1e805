package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.Resumed;
import io.baton.node.trainer.TrainerEvent.StepDone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommandOutputTest {

  private static List<TrainerEvent> read(CommandOutput output, String... lines) {
    return Stream.of(lines).map(output::read).flatMap(Optional::stream).toList();
  }

  @Test
  void bar_of_diffusers_tells_each_step_with_its_own_loss() {
    CommandOutput output = new CommandOutput(200, Optional.empty());

    assertThat(
            read(
                output,
                "Steps:   0%|          | 0/200 [00:00<?, ?it/s]",
                "Steps:   0%|          | 1/200 [00:02<07:04,  2.13s/it]",
                "Steps:   0%|          | 1/200 [00:02<07:04,  2.13s/it, loss=0.25, lr=0.0001]",
                "Steps:   1%|▏         | 2/200 [00:03<04:00,  2.00it/s, loss=0.25, lr=0.0001]",
                "Steps:   1%|▏         | 2/200 [00:03<04:00,  2.00it/s, loss=0.125, lr=0.0001]",
                "Steps:   1%|▏         | 2/200 [00:03<04:00,  2.00it/s, loss=0.125, lr=0.0001]"))
        .containsExactly(
            new StepDone(0, 200, Map.of()),
            new StepDone(1, 200, Map.of("stepsPerSecond", 1 / 2.13)),
            new StepDone(
                1, 200, Map.of("stepsPerSecond", 1 / 2.13, "loss", 0.25, "learningRate", 1e-4)),
            new StepDone(2, 200, Map.of("stepsPerSecond", 2.0)),
            new StepDone(
                2, 200, Map.of("stepsPerSecond", 2.0, "loss", 0.125, "learningRate", 1e-4)));
  }

  @Test
  void loss_that_is_no_number_is_left_out() {
    CommandOutput output = new CommandOutput(40, Optional.empty());

    assertThat(read(output, "steps:  50%|█████     | 20/40 [00:10<00:10,  2.00it/s, avr_loss=nan]"))
        .containsExactly(new StepDone(20, 40, Map.of("stepsPerSecond", 2.0)));
    assertThat(read(output, "steps:  52%|█████▏    | 21/40 [00:10<00:10,  2.00it/s, avr_loss=0.5]"))
        .containsExactly(new StepDone(21, 40, Map.of("stepsPerSecond", 2.0, "loss", 0.5)));
  }

  @Test
  void other_bars_and_words_are_log() {
    CommandOutput output = new CommandOutput(200, Optional.empty());
    String loading =
        "Loading pipeline components...: 100%|██████████| 7/7 [00:01<00:00,  5.00it/s]";

    assertThat(read(output, loading, "24/200", ""))
        .containsExactly(new LogLine(loading), new LogLine("24/200"), new LogLine(""));
  }

  @Test
  void lines_of_the_contract_are_understood_whatever_the_pattern() {
    CommandOutput output = new CommandOutput(9, Optional.of("never (?<step>x)"));

    assertThat(read(output, "{\"event\":\"resumed\",\"step\":4}")).containsExactly(new Resumed(4));
  }

  @Test
  void pattern_of_the_job_finds_steps_in_place_of_bars() {
    CommandOutput output =
        new CommandOutput(9, Optional.of("iter (?<step>[0-9]+)( loss (?<loss>\\S+))?"));
    String bar = "Steps:  11%|█▏   | 1/9 [00:10<01:15,  2.33it/s]";

    assertThat(read(output, "iter 3 loss 0.5", "iter 4", "iter 99 loss 1", bar))
        .containsExactly(
            new StepDone(3, 9, Map.of("loss", 0.5)),
            new StepDone(4, 9, Map.of()),
            new LogLine("iter 99 loss 1"),
            new LogLine(bar));
  }

  @Test
  void pattern_that_would_never_end_leaves_the_line_as_log() {
    CommandOutput output = new CommandOutput(9, Optional.of("(a+)+b(?<step>[0-9])"));
    String line = "a".repeat(3000);

    assertThat(read(output, line)).containsExactly(new LogLine(line));
  }

  @Property(tries = 300)
  void no_line_breaks_the_reading(@ForAll String line) {
    assertThat(new CommandOutput(5, Optional.empty()).read(line)).isPresent();
  }
}

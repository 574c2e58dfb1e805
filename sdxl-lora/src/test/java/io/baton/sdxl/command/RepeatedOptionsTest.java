package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class RepeatedOptionsTest {

  private final CommandSpec train =
      new CommandLine(new TrainCommand(System.out, System.err)).getCommandSpec();

  @Test
  void the_last_value_of_an_option_counts() {
    assertThat(dropped("--rank", "4", "--alpha=8", "--rank=16", "--center_crop", "--center_crop"))
        .containsExactly("--alpha=8", "--rank=16", "--center_crop");
  }

  @Test
  void a_value_that_looks_like_an_option_is_a_value() {
    assertThat(dropped("--instance_prompt", "--rank", "--rank", "8"))
        .containsExactly("--instance_prompt", "--rank", "--rank", "8");
  }

  @Test
  void what_is_no_option_stays() {
    assertThat(dropped("--nonsense", "--nonsense", "x", "x"))
        .containsExactly("--nonsense", "--nonsense", "x", "x");
  }

  private List<String> dropped(String... commandLine) {
    return RepeatedOptions.dropped(List.of(commandLine), train);
  }
}

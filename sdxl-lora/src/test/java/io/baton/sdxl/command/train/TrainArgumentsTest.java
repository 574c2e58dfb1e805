package io.baton.sdxl.command.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.training.options.BaseModelOptions;
import io.baton.sdxl.training.options.ImageOptions;
import io.baton.sdxl.training.options.OutputOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainArgumentsTest {

  @Test
  void options_that_have_no_effect_are_told() {
    Arguments idle = new Arguments();
    new CommandLine(idle)
        .parseArgs("--class_data_dir=x", "--num_class_images=7", "--bucket_reso_steps=32");
    assertThat(idle.train.remarks())
        .containsExactly(
            "--bucket_reso_steps has no effect without --enable_bucket",
            "--class_data_dir has no effect without --with_prior_preservation",
            "--num_class_images has no effect without --with_prior_preservation");
    Arguments used = new Arguments();
    new CommandLine(used)
        .parseArgs(
            "--with_prior_preservation",
            "--class_data_dir=x",
            "--enable_bucket",
            "--bucket_reso_steps=32");
    assertThat(used.train.remarks()).isEmpty();
  }

  @Test
  void a_dataset_is_a_directory() {
    assertThat(images("--dataset_name=src")).isEqualTo(Path.of("src"));
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> images("--dataset_name=owner/name"))
        .withMessageContaining("--dataset_name owner/name is no directory here");
  }

  private static Path images(String option) {
    Arguments arguments = new Arguments();
    new CommandLine(arguments)
        .parseArgs("--pretrained_model_name_or_path=model", "--instance_prompt=a dog", option);
    return arguments.train.options().images().instanceDataDir();
  }

  @Test
  void a_command_line_and_a_program_have_the_same_defaults() {
    Arguments arguments = new Arguments();
    new CommandLine(arguments)
        .parseArgs(
            "--pretrained_model_name_or_path=model",
            "--instance_data_dir=images",
            "--instance_prompt=a photo of sks dog");
    assertThat(arguments.train.options())
        .isEqualTo(
            TrainingOptions.of(
                    BaseModelOptions.of(Path.of("model")),
                    ImageOptions.of(Path.of("images"), "a photo of sks dog"),
                    OutputOptions.into(Path.of("lora-dreambooth-model")))
                .build());
  }

  @Command
  static final class Arguments {
    @Mixin private TrainArguments train;
  }
}

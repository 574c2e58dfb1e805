package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.command.train.UnsupportedOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad input gives one sentence, one error event and its exit code, and leaves nothing behind.
 */
class BadInputTest {

  private static final Path SAMPLES = Path.of("../samples/chelsea").toAbsolutePath().normalize();

  @TempDir Path directory;

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        wrong("Unknown option: '--ranks'", "--ranks"),
        wrong("did you mean", "--max_train_step=4"),
        wrong("--rank must be at least 1, not 0.", "--rank=0"),
        wrong("--device gpu is not known: use auto, cpu, cuda or cuda:N.", "--device=gpu"),
        wrong("Invalid value for option '--rank': 'four' is not an int.", "--rank=four"),
        wrong("--alpha must be a positive number, not -1.0.", "--alpha=-1"),
        wrong("--learning_rate must be a positive number, not NaN.", "--learning_rate=NaN"),
        wrong("--adam_beta1 must be at least 0 and less than 1, not 1.0.", "--adam_beta1=1"),
        wrong("--max_train_steps must be at least 1, not 0.", "--max_train_steps=0"),
        wrong("--train_batch_size must be at least 1, not -4.", "--train_batch_size=-4"),
        wrong("--checkpointing_steps must be at least 1, not 0.", "--checkpointing_steps=0"),
        wrong("--resolution must be at least 8, not 4.", "--resolution=4"),
        wrong("'exponential' is none of linear, cosine", "--lr_scheduler=exponential"),
        wrong(
            "--mixed_precision fp8 is not supported: use no, bf16 or fp16.",
            "--mixed_precision=fp8"),
        wrong(
            "expected one of [json, bar, none] (case-sensitive) but was 'loud'", "--progress=loud"),
        wrong("--report_to wandb is not supported: use tensorboard or none", "--report_to=wandb"),
        wrong("--report_to must be tensorboard, all or none, not 'tb'.", "--report_to=tb"),
        wrong("--push_to_hub is not supported: upload the output directory", "--push_to_hub"),
        wrong("--text_encoder_lr must be a positive number, not -1.0.", "--text_encoder_lr=-1"),
        wrong(
            "--with_prior_preservation needs --class_data_dir as well.",
            "--with_prior_preservation"),
        wrong(
            "--with_prior_preservation needs --class_prompt as well.",
            "--with_prior_preservation",
            "--class_data_dir=x"),
        wrong(
            "--num_class_images must be at least 1, not 0.",
            "--with_prior_preservation",
            "--class_data_dir=x",
            "--class_prompt=x",
            "--num_class_images=0"),
        wrong("--caption_dropout must be a probability, 0 to 1, not 1.5.", "--caption_dropout=1.5"),
        wrong(
            "--dataloader_num_workers must be at least 0, not -1.", "--dataloader_num_workers=-1"),
        wrong(
            "--resolution 96 must be a multiple of --bucket_reso_steps 64.",
            "--enable_bucket",
            "--resolution=96"),
        wrong(
            "--min_bucket_reso 256 must not be greater than --resolution 64.",
            "--enable_bucket",
            "--resolution=64",
            "--min_bucket_reso=256"),
        wrong(
            "--max_bucket_reso 32 must not be less than --resolution 64.",
            "--enable_bucket",
            "--resolution=64",
            "--max_bucket_reso=32"),
        wrong(
            "Images of 65x65 cannot be encoded: --resolution must be a multiple of 2,",
            "--resolution=65"),
        wrong(
            "--image_interpolation_mode cubic is not known: use nearest, nearest_exact, bilinear,",
            "--image_interpolation_mode=cubic"),
        wrong("both name the images: give one of them.", "--dataset_name=x/y"),
        wrong(
            "--optimizer lion is not known: use adamw, prodigy or adafactor.", "--optimizer=lion"),
        wrong(
            "--prodigy_beta3 has no effect with --optimizer adamw: leave it out, or use --optimizer"
                + " prodigy.",
            "--prodigy_beta3=0.9"),
        wrong(
            "--resume_with_other_options needs --resume_from_checkpoint as well.",
            "--resume_with_other_options"),
        wrong(
            "--snr_gamma does not go with --do_edm_style_training",
            "--snr_gamma=5",
            "--do_edm_style_training"),
        wrong(
            "--lr_scheduler polynomial falls to 1.0E-7, so --learning_rate 1.0E-8 is too low",
            "--lr_scheduler=polynomial",
            "--learning_rate=1e-8"),
        wrong("--noise_offset must be 0 or a positive number, not -0.1.", "--noise_offset=-0.1"),
        wrong("'maybe' is not a boolean", "--prodigy_decouple=maybe"),
        wrong("--lora_dropout must be at least 0 and less than 1, not 1.0.", "--lora_dropout=1"));
  }

  private static Arguments wrong(String message, String... options) {
    return Arguments.of(message, options);
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void a_wrong_option_is_named(String message, String[] options) throws IOException {
    assertFailure(run(options), 64, "usage", message);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void every_option_of_diffusers_script_is_known() {
    for (UnsupportedOption option : UnsupportedOption.ALL) {
      CommandResult result =
          option.flag() ? run(option.name()) : run(option.name(), "something-else");
      assertThat(result.sentence())
          .startsWith("sdxl-lora: " + option.name())
          .contains(" is not supported: ");
    }
  }

  @Test
  void values_that_ask_for_what_is_done_anyway_are_accepted() throws IOException {
    CommandResult result =
        run(
            "--optimizer=AdamW",
            "--report_to=none",
            "--image_interpolation_mode=lanczos",
            "--lora_dropout=0.0",
            "--instance_data_dir=" + directory.resolve("nowhere"));
    assertFailure(result, 66, "no-input", "There is no directory");
  }

  @Test
  void of_an_option_that_is_repeated_the_last_counts_and_no_other_is_lost() throws IOException {
    Path taken = Files.createFile(directory.resolve("taken"));
    CommandResult result =
        run("--output_dir=" + taken, "--rank=2", "--rank", "3", "--checkpointing_steps=5");
    assertThat(result.exitCode()).isEqualTo(74);
    assertThat(result.sentence()).contains("Preparing the output directory " + taken);
    assertFailure(run("--seed=1", "--seed", "one"), 64, "usage", "'one'");
  }

  @Test
  void a_missing_option_is_named() {
    CommandResult result =
        CommandResult.execute("train", "--progress=json", "--instance_data_dir=x");
    assertFailure(result, 64, "usage", "--pretrained_model_name_or_path is missing");
  }

  @Test
  void a_missing_command_is_told() {
    CommandResult result = CommandResult.execute();
    assertThat(result.exitCode()).isEqualTo(64);
    assertThat(result.sentence())
        .startsWith("sdxl-lora: A command is missing: use one of ")
        .contains("train", "init-model", "verify");
  }

  @Test
  void a_directory_without_images_is_missing_input() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertFailure(
        run("--instance_data_dir=" + empty), 66, "no-input", "There are no images in " + empty);
  }

  @Test
  void a_file_that_is_no_image_is_bad_data() throws IOException {
    Path images = Files.createDirectory(directory.resolve("images"));
    Files.copy(SAMPLES.resolve("chelsea-03-face.jpg"), images.resolve("a.jpg"));
    Files.writeString(images.resolve("b.jpg"), "not a photograph");
    assertFailure(
        run("--instance_data_dir=" + images), 65, "bad-input", "b.jpg is not an image that can be");
  }

  @Test
  void a_model_directory_that_is_not_there_is_missing_input() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    assertFailure(
        run("--pretrained_model_name_or_path=" + nowhere),
        66,
        "no-input",
        "There is no model " + nowhere);
  }

  @Test
  void a_model_that_lacks_a_file_is_missing_input() throws IOException {
    Path model = copyOfModel();
    Files.delete(model.resolve("unet/diffusion_pytorch_model.safetensors"));
    assertFailure(run("--pretrained_model_name_or_path=" + model), 66, "no-input", "unet");
  }

  @Test
  void a_model_whose_weights_are_cut_off_is_bad_data() throws IOException {
    Path weights = copyOfModel().resolve("vae/diffusion_pytorch_model.safetensors");
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100_000));
    assertFailure(
        run("--pretrained_model_name_or_path=" + directory.resolve("model")),
        65,
        "bad-input",
        "diffusion_pytorch_model.safetensors");
  }

  @Test
  void a_checkpoint_that_is_not_there_is_missing_input() {
    assertFailure(
        run("--resume_from_checkpoint=checkpoint-7"),
        66,
        "no-input",
        "There is no checkpoint checkpoint-7");
  }

  @Test
  void an_output_directory_that_is_a_file_is_told() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));
    CommandResult result = run("--output_dir=" + file);
    assertThat(result.exitCode()).isEqualTo(74);
    assertThat(result.sentence()).contains("Preparing the output directory");
  }

  private Path copyOfModel() throws IOException {
    Path model = directory.resolve("model");
    try (Stream<Path> files = Files.walk(TinyModel.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(TinyModel.directory().relativize(file).toString()));
      }
    }
    return model;
  }

  /** A good command line, in which {@code options} take the place of those of the same name. */
  private CommandResult run(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pretrained_model_name_or_path=" + TinyModel.directory(),
                "--instance_data_dir=" + SAMPLES,
                "--instance_prompt=a photo of sks cat",
                "--output_dir=" + directory.resolve("out"),
                "--resolution=64",
                "--max_train_steps=1",
                "--progress=json"));
    for (String option : options) {
      String name = option.split("=", 2)[0] + "=";
      if (!name.equals("--progress=")) {
        arguments.removeIf(argument -> argument.startsWith(name));
      }
      arguments.add(option);
    }
    arguments.removeIf(argument -> argument.equals("--progress=json") && asksForProgress(options));
    arguments.add(0, "train");
    return CommandResult.execute(arguments.toArray(String[]::new));
  }

  private static boolean asksForProgress(String... options) {
    return Arrays.stream(options).anyMatch(option -> option.startsWith("--progress"));
  }

  private static void assertFailure(
      CommandResult result, int exitCode, String code, String message) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.sentence()).startsWith("sdxl-lora: ").contains(message);
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    if (!result.out().isEmpty()) {
      JsonNode event = result.lastEvent();
      assertThat(event.required("event").textValue()).isEqualTo("error");
      assertThat(event.required("code").textValue()).isEqualTo(code);
      assertThat("sdxl-lora: " + event.required("message").textValue())
          .isEqualTo(result.sentence());
    }
  }
}

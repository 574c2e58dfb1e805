package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.SingleFileWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampleCommandTest {

  /** A finished run of two steps with DoRA on all models, whose LoRA counts four times. */
  @TempDir static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() {
    CommandResult result =
        CommandResult.execute(
            "train",
            "--pretrained_model_name_or_path=" + TinyModel.directory(),
            "--instance_data_dir=" + Path.of("../samples/chelsea"),
            "--instance_prompt=a photo of sks cat",
            "--output_dir=" + run,
            "--resolution=32",
            "--learning_rate=0.05",
            "--train_batch_size=2",
            "--rank=2",
            "--alpha=8",
            "--use_dora",
            "--train_text_encoder",
            "--validation_prompt=a photo of sks cat",
            "--num_validation_images=1",
            "--validation_inference_steps=2",
            "--max_train_steps=2",
            "--checkpointing_steps=2",
            "--seed=5");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  @Test
  void the_same_seed_gives_the_same_images_however_many_are_asked_for() throws IOException {
    byte[] first = image(sample("--seed=3"), 0);
    Path both = sample("--seed=3", "--num_images=2");
    assertThat(image(both, 0)).isEqualTo(first);
    assertThat(image(both, 1)).isNotEqualTo(first);
    assertThat(pixels(sample("--seed=4"), 0)).isNotEqualTo(pixels(both, 0));
  }

  @Test
  void a_run_its_last_checkpoint_and_its_kohya_file_draw_the_same() throws IOException {
    List<Integer> plain = pixels(sample(), 0);
    List<Integer> trained = pixels(sample("--lora=" + run), 0);
    assertThat(trained).isNotEqualTo(plain);
    assertThat(pixels(sample("--lora=" + run.resolve("checkpoint-2")), 0)).isEqualTo(trained);
    assertThat(pixels(sample("--lora=" + run.resolve("pytorch_lora_weights_kohya.safetensors")), 0))
        .isEqualTo(trained);
    assertThat(pixels(sample("--lora=" + run, "--lora_scale=0.5"), 0)).isNotEqualTo(trained);
  }

  @Test
  void the_files_of_a_run_draw_what_it_drew_from_memory_at_its_end() throws IOException {
    byte[] validated = Files.readAllBytes(run.resolve("validation/step-2/image-0.png"));
    Path images = sample("--lora=" + run, "--scheduler=dpm++2m", "--seed=5");
    assertThat(pixels(images, 0))
        .isEqualTo(pixels(ImageIO.read(new ByteArrayInputStream(validated))));
  }

  @Test
  void an_image_has_the_size_that_is_asked_for_and_says_how_it_was_made() throws IOException {
    Path images =
        sample("--width=20", "--height=36", "--negative_prompt=blurry", "--prompt=katze 猫");
    try (ImageInputStream file =
        ImageIO.createImageInputStream(images.resolve("image-0000.png").toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      reader.setInput(file);
      assertThat(reader.getWidth(0)).isEqualTo(20);
      assertThat(reader.getHeight(0)).isEqualTo(36);
      IIOMetadataNode root =
          (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
      IIOMetadataNode text = (IIOMetadataNode) root.getElementsByTagName("iTXtEntry").item(0);
      assertThat(text.getAttribute("keyword")).isEqualTo("parameters");
      assertThat(text.getAttribute("text"))
          .startsWith("katze 猫\nNegative prompt: blurry\nSteps: 2, Sampler: euler, CFG scale: 5.0")
          .contains("Seed: 3, Image: 0, Size: 20x36, Model: tiny-model-");
    }
  }

  @Test
  void a_prompt_that_is_too_long_loses_its_end_and_says_so() throws IOException {
    String long76 = "! ".repeat(76).strip();
    CommandResult result = CommandResult.execute(arguments(directory, "--prompt=" + long76));
    assertThat(result.err()).contains("--prompt loses its end, which is too long by tokens: 1");
    assertThat(image(directory, 0)).isNotEmpty();
  }

  @Test
  void a_model_in_a_single_file_draws_the_same() throws IOException {
    Path file = directory.resolve("model.safetensors");
    SingleFileWriter.write(ModelDirectory.open(TinyModel.directory(), Optional.empty()), file);
    Path images =
        sample(
            "--pretrained_model_name_or_path=" + file,
            "--model_config_dir=" + TinyModel.directory());
    assertThat(pixels(images, 0)).isEqualTo(pixels(sample(), 0));
  }

  @Test
  void a_model_of_edm_is_sampled_with_its_own_noise() throws IOException {
    Path model = Files.createDirectory(directory.resolve("edm"));
    for (String part : Objects.requireNonNull(TinyModel.directory().toFile().list())) {
      Files.createSymbolicLink(model.resolve(part), TinyModel.directory().resolve(part));
    }
    Files.delete(model.resolve("scheduler"));
    Files.createDirectory(model.resolve("scheduler"));
    Files.writeString(
        model.resolve("scheduler/scheduler_config.json"),
        "{\"_class_name\": \"EDMEulerScheduler\"}");
    String option = "--pretrained_model_name_or_path=" + model;
    assertThat(pixels(sample(option), 0)).isNotEqualTo(pixels(sample(), 0));

    CommandResult refused =
        CommandResult.execute(arguments(directory, option, "--scheduler=dpm++2m"));
    assertThat(refused.exitCode()).isEqualTo(64);
    assertThat(refused.err()).contains("The scheduler dpm++2m is not there for EDM models");
  }

  @Test
  void no_image_takes_the_place_of_another() throws IOException {
    Path images = sample();
    byte[] first = image(images, 0);
    CommandResult again = CommandResult.execute(arguments(images, "--seed=8"));
    assertThat(again.exitCode()).isZero();
    assertThat(image(images, 0)).isEqualTo(first);
    assertThat(image(images, 1)).isNotEqualTo(first);
  }

  @Test
  void progress_is_told_in_json_lines() {
    Path images = directory.resolve("told");
    CommandResult result = CommandResult.execute(arguments(images, "--progress=json"));
    assertThat(result.out().lines())
        .containsExactly(
            "{\"event\":\"phase\",\"phase\":\"loading-model\"}",
            "{\"event\":\"phase\",\"phase\":\"sampling\"}",
            "{\"event\":\"image\",\"image\":1,\"images\":1,\"path\":\"%s\"}"
                .formatted(images.resolve("image-0000.png").toAbsolutePath()));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(64, "--num_images must be at least 1, not 0.", "--num_images=0"),
        Arguments.of(
            64, "--num_inference_steps must be at least 1, not -1.", "--num_inference_steps=-1"),
        Arguments.of(64, "2000 inference steps are too many", "--num_inference_steps=2000"),
        Arguments.of(
            64,
            "--guidance_scale must be 0 or a positive number, not NaN.",
            "--guidance_scale=NaN"),
        Arguments.of(
            64, "--scheduler ddim is not known: use euler or dpm++2m.", "--scheduler=ddim"),
        Arguments.of(64, "must be a multiple of 2 pixels, not 33.", "--width=33"),
        Arguments.of(64, "--height must be at least 1, not 0.", "--height=0"),
        Arguments.of(64, "--resolution must be at least 1, not -8.", "--resolution=-8"),
        Arguments.of(
            64,
            "--mixed_precision fp8 is not known: use no, bf16 or fp16.",
            "--mixed_precision=fp8"),
        Arguments.of(64, "--device gpu is not known", "--device=gpu"),
        Arguments.of(64, "--lora_scale needs a --lora", "--lora_scale=2"),
        Arguments.of(66, "There is no file nowhere.safetensors", "--lora=nowhere.safetensors"),
        Arguments.of(65, "pom.xml is not a safetensors file", "--lora=pom.xml"),
        Arguments.of(66, "There is no model nowhere", "--pretrained_model_name_or_path=nowhere"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_is_wrong_is_said_in_one_sentence(int exitCode, String sentence, String option) {
    Path images = directory.resolve("none");
    CommandResult result = CommandResult.execute(arguments(images, option));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    List<String> lines = result.err().lines().toList();
    assertThat(lines.get(lines.size() - 1)).startsWith("sdxl-lora: ").contains(sentence);
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    assertThat(images).doesNotExist();
  }

  @Test
  void a_missing_prompt_is_named() {
    CommandResult result =
        CommandResult.execute("sample", "--pretrained_model_name_or_path=" + TinyModel.directory());
    assertThat(result.exitCode()).isEqualTo(64);
    assertThat(result.err()).contains("--prompt is missing");
  }

  private Path sample(String... options) throws IOException {
    Path images = Files.createTempDirectory(directory, "images");
    CommandResult result = CommandResult.execute(arguments(images, options));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return images;
  }

  /** A good command line; an option that is given takes the place of its own. */
  private static String[] arguments(Path images, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pretrained_model_name_or_path=" + TinyModel.directory(),
                "--prompt=a photo of sks cat",
                "--output_dir=" + images,
                "--resolution=32",
                "--num_inference_steps=2",
                "--seed=3"));
    for (String option : options) {
      arguments.removeIf(given -> given.startsWith(option.split("=", 2)[0] + "="));
      arguments.add(option);
    }
    arguments.add(0, "sample");
    return arguments.toArray(String[]::new);
  }

  private static byte[] image(Path images, int number) throws IOException {
    return Files.readAllBytes(images.resolve("image-%04d.png".formatted(number)));
  }

  private static List<Integer> pixels(Path images, int number) throws IOException {
    return pixels(ImageIO.read(images.resolve("image-%04d.png".formatted(number)).toFile()));
  }

  private static List<Integer> pixels(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    return Arrays.stream(pixels).boxed().toList();
  }
}

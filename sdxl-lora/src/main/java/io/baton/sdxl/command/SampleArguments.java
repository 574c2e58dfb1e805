package io.baton.sdxl.command;

import io.baton.sdxl.command.train.ModelArguments;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.sample.SampleOptions;
import io.baton.sdxl.sample.SchedulerKind;
import io.baton.sdxl.torch.DeviceChoice;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code sample}, by subject. */
final class SampleArguments {

  @ArgGroup(validate = false, heading = "%nBase model%n")
  private ModelArguments model = new ModelArguments();

  @ArgGroup(validate = false, heading = "%nLoRA%n")
  private Lora lora = new Lora();

  @ArgGroup(validate = false, heading = "%nImages%n")
  private Images images = new Images();

  @ArgGroup(validate = false, heading = "%nSampling%n")
  private Sampling sampling = new Sampling();

  @ArgGroup(validate = false, heading = "%nPrecision, device and seed%n")
  private Compute compute = new Compute();

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private Output output = new Output();

  static final class Lora {
    @Option(
        names = "--lora",
        paramLabel = "PATH",
        description =
            "A LoRA of the UNet and the text encoders: a safetensors file of diffusers, peft or"
                + " kohya, the output directory of a run, or one of its checkpoints (default: the"
                + " base model as it is).")
    Path path;

    @Option(
        names = "--lora_scale",
        paramLabel = "NUMBER",
        description = "How many times the LoRA counts (default: 1.0).")
    Double scale;
  }

  static final class Images {
    @Option(
        names = "--prompt",
        paramLabel = "TEXT",
        description = "What the images show; the first 75 tokens count. Required.")
    String prompt;

    @Option(
        names = "--negative_prompt",
        paramLabel = "TEXT",
        description =
            "What they keep away from (default: none; an empty text is not the same as none).")
    String negativePrompt;

    @Option(
        names = "--num_images",
        paramLabel = "IMAGES",
        description = "How many (default: ${DEFAULT-VALUE}).")
    int count = 1;

    @Option(
        names = "--resolution",
        paramLabel = "PIXELS",
        description = "Width and height (default: ${DEFAULT-VALUE}).")
    int resolution = 1024;

    @Option(
        names = "--width",
        paramLabel = "PIXELS",
        description = "A multiple of 8 (default: the resolution).")
    Integer width;

    @Option(
        names = "--height",
        paramLabel = "PIXELS",
        description = "A multiple of 8 (default: the resolution).")
    Integer height;
  }

  static final class Sampling {
    @Option(
        names = "--num_inference_steps",
        paramLabel = "STEPS",
        description = "How often the UNet is asked for an image (default: ${DEFAULT-VALUE}).")
    int steps = SampleOptions.STEPS;

    @Option(
        names = "--guidance_scale",
        paramLabel = "NUMBER",
        description =
            "How many times the prompt's difference counts; 1 or less is none, for half the time"
                + " (default: ${DEFAULT-VALUE}).")
    double guidanceScale = SampleOptions.GUIDANCE_SCALE;

    @Option(
        names = "--scheduler",
        paramLabel = "NAME",
        description = "euler or dpm++2m (default: ${DEFAULT-VALUE}).")
    String scheduler = SchedulerKind.EULER.optionValue();
  }

  static final class Compute {
    @Option(
        names = "--mixed_precision",
        paramLabel = "NAME",
        description =
            "no (32-bit), bf16 or fp16 (GPUs only), for text encoders and UNet; the VAE is always"
                + " 32-bit (default: no).")
    String precision = "no";

    @Option(
        names = "--device",
        paramLabel = "DEVICE",
        description =
            "cpu, cuda or cuda:N (default: auto, the first CUDA GPU where libtorch can use one,"
                + " else the CPU).")
    String device = "auto";

    @Option(
        names = "--seed",
        paramLabel = "NUMBER",
        description =
            "Seed of the noise; the same seed gives the same images (default: drawn and shown).")
    Long seed;
  }

  static final class Output {
    @Option(
        names = {"-o", "--output_dir"},
        paramLabel = "DIR",
        description =
            "Where the images go, as image-0000.png and so on after those that are there (default:"
                + " ${DEFAULT-VALUE}).")
    Path outputDir = Path.of("samples");
  }

  ModelDirectory model() {
    return model.options().open();
  }

  Optional<LoraInUse> lora() {
    if (lora.path == null && lora.scale != null) {
      throw usage("--lora_scale needs a --lora to scale.");
    }
    double scale = lora.scale == null ? 1 : lora.scale;
    if (!Double.isFinite(scale)) {
      throw usage("--lora_scale must be a number, not %s.".formatted(scale));
    }
    return Optional.ofNullable(lora.path).map(path -> LoraInUse.read(path, scale));
  }

  SampleOptions options() {
    if (images.prompt == null) {
      throw usage("--prompt is missing; see sdxl-lora sample --help.");
    }
    return new SampleOptions(
        images.prompt,
        Optional.ofNullable(images.negativePrompt),
        images.count,
        new ImageSize(side("--width", images.width), side("--height", images.height)),
        sampling.steps,
        sampling.guidanceScale,
        scheduler());
  }

  private int side(String option, Integer pixels) {
    int side = pixels == null ? images.resolution : pixels;
    if (side < 1) {
      throw usage(
          "%s must be at least 1, not %d."
              .formatted(pixels == null ? "--resolution" : option, side));
    }
    return side;
  }

  private SchedulerKind scheduler() {
    return SchedulerKind.ofOption(sampling.scheduler)
        .orElseThrow(
            () ->
                usage(
                    "--scheduler %s is not known: use %s."
                        .formatted(
                            sampling.scheduler,
                            Stream.of(SchedulerKind.values())
                                .map(SchedulerKind::optionValue)
                                .collect(Collectors.joining(" or ")))));
  }

  ComputeType type() {
    return switch (compute.precision) {
      case "no" -> ComputeType.FLOAT32;
      case "bf16" -> ComputeType.BFLOAT16;
      case "fp16" -> ComputeType.FLOAT16;
      default ->
          throw usage(
              "--mixed_precision %s is not known: use no, bf16 or fp16."
                  .formatted(compute.precision));
    };
  }

  DeviceChoice device() {
    return DeviceChoice.of(compute.device)
        .orElseThrow(
            () ->
                usage(
                    "--device %s is not known: use %s."
                        .formatted(compute.device, DeviceChoice.FORMS)));
  }

  /** Short enough to be typed again where it is drawn. */
  long seed() {
    return compute.seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : compute.seed;
  }

  Path outputDir() {
    return output.outputDir;
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}

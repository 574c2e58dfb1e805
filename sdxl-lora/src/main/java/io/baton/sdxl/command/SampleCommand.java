package io.baton.sdxl.command;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.ImageWritten;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.sample.SampleFiles;
import io.baton.sdxl.sample.SampleOptions;
import io.baton.sdxl.sample.SampleParameters;
import io.baton.sdxl.sample.SamplingPipeline;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sdxl-lora sample}. */
@Command(
    name = "sample",
    description = "Makes images of a text with SDXL and a LoRA.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "",
    customSynopsis =
        "Usage: sdxl-lora sample --pretrained_model_name_or_path DIR --prompt TEXT%n"
            + "         [--lora FILE] [OPTIONS]%n",
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:the images are written",
      "64:the command line asks for what cannot be",
      "65:a file does not hold what it should",
      "66:a file or directory is not there",
      "70:a defect of the program",
      "71:not enough memory",
      "74:the disk is full or broken"
    })
public final class SampleCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and exit.")
  private boolean help;

  @Mixin private SampleArguments arguments;

  @ArgGroup(validate = false, heading = "%nProgress%n")
  private ProgressArguments progress = new ProgressArguments();

  SampleCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ProgressListener listener = progress.style().to(out, err);
    try {
      if (progress.exitWithParent) {
        ParentWatch.start();
      }
      sample(listener);
      return 0;
    } catch (Throwable problem) {
      return FailureDescription.tell(
          FailureDescription.of(problem, "--mixed_precision bf16, a smaller --resolution"),
          listener,
          err);
    }
  }

  private void sample(ProgressListener listener) {
    SampleOptions options = arguments.options();
    ComputeType type = arguments.type();
    DeviceChoice choice = arguments.device();
    ModelDirectory model = arguments.model();
    Optional<LoraInUse> lora = arguments.lora();
    long seed = arguments.seed();
    listener.on(new Remark("the seed is " + seed));
    remarkOnLength(options, model, listener);
    listener.on(new PhaseStarted(Phase.LOADING_MODEL));
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    try (NDManager manager = torch.newManager(device(torch, choice, type));
        SamplingPipeline pipeline =
            SamplingPipeline.load(
                manager, model, new Placement(manager.getDevice(), type), lora, options)) {
      SampleFiles files = SampleFiles.in(arguments.outputDir());
      listener.on(new PhaseStarted(Phase.SAMPLING));
      for (int i = 0; i < options.images(); i++) {
        int number = i + 1;
        // One at a time: an image's bits must not depend on how many are asked for.
        RgbImage image =
            pipeline
                .draw(
                    List.of(new RandomStream(seed, Purpose.SAMPLE, i, 0)),
                    (done, all) ->
                        listener.on(new DenoisingStepDone(number, options.images(), done, all)))
                .get(0);
        String parameters = SampleParameters.text(options, seed, i, model, lora);
        listener.on(new ImageWritten(number, options.images(), files.write(image, parameters)));
      }
    }
  }

  private static void remarkOnLength(
      SampleOptions options, ModelDirectory model, ProgressListener listener) {
    ClipTokenizer tokenizer = ClipTokenizer.load(model, "tokenizer");
    remarkOnLength("--prompt", tokenizer.ignoredTokens(options.prompt()), listener);
    options
        .negativePrompt()
        .ifPresent(
            text -> remarkOnLength("--negative_prompt", tokenizer.ignoredTokens(text), listener));
  }

  private static void remarkOnLength(String option, int ignored, ProgressListener listener) {
    if (ignored > 0) {
      listener.on(
          new Remark(
              "%s loses its end, which is too long by tokens: %d".formatted(option, ignored)));
    }
  }

  private static Device device(TorchRuntime torch, DeviceChoice choice, ComputeType type) {
    Device device = torch.device(choice);
    if (type == ComputeType.FLOAT16 && !device.isGpu()) {
      throw new TrainingFailure(
          FailureCode.USAGE, "--mixed_precision fp16 needs a GPU; use bf16 or no on a CPU.");
    }
    return device;
  }
}

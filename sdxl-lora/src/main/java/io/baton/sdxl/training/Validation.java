package io.baton.sdxl.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.PngFile;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.ValidationImageWritten;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.sample.Guidance;
import io.baton.sdxl.sample.ImageSampler;
import io.baton.sdxl.sample.SampleOptions;
import io.baton.sdxl.sample.SampleParameters;
import io.baton.sdxl.sample.SamplingSchedule;
import io.baton.sdxl.sample.TextToImage;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.VaeDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Draws images with the UNet that is being trained, as it is: the same noise each time, and none of
 * the run's random numbers. The VAE's decoder is in memory only meanwhile.
 */
final class Validation {

  private static final String FOLDER = "validation";

  private final ModelDirectory model;
  private final UNet2DConditionModel unet;
  private final SampleOptions options;
  private final SamplingSchedule schedule;
  private final Function<NDManager, Guidance> guidance;
  private final long seed;

  /**
   * @param guidance the prompt as it is encoded now, in a manager
   */
  Validation(
      ModelDirectory model,
      UNet2DConditionModel unet,
      SampleOptions options,
      Function<NDManager, Guidance> guidance,
      long seed) {
    this.model = model;
    this.unet = unet;
    this.options = options;
    this.schedule = options.scheduler().load(model).schedule(options.steps());
    this.guidance = guidance;
    this.seed = seed;
  }

  /** Whether all images after a step are there. */
  boolean isDone(Path outputDir, long step) {
    return IntStream.range(0, options.images())
        .allMatch(image -> Files.isRegularFile(file(outputDir, step, image)));
  }

  /**
   * Draws the images. What goes wrong is told and forgotten: the run does not need them.
   *
   * @param parent on the UNet's device; owns nothing afterwards
   * @param step optimizer steps done
   */
  void run(
      NDManager parent, Path outputDir, long step, ProgressListener listener, StopRequest stop) {
    try (NDManager scope = parent.newSubManager();
        VaeDecoder vae =
            VaeDecoder.load(model, scope, new Placement(scope.getDevice(), ComputeType.FLOAT32))) {
      Files.createDirectories(file(outputDir, step, 0).getParent());
      ImageSampler sampler =
          new ImageSampler(
              new TextToImage(unet, vae), guidance.apply(scope), schedule, options.size());
      for (int image = 0; image < options.images(); image++) {
        Path file = file(outputDir, step, image);
        PngFile.write(file, draw(sampler, scope, image, listener, stop), texts(image));
        listener.on(new ValidationImageWritten(step, image + 1, options.images(), file));
      }
    } catch (CancellationException e) {
      listener.on(new Remark("stopped drawing validation images"));
    } catch (TrainingFailure | EngineException | IOException e) {
      listener.on(new Remark("could not draw the validation images: " + e.getMessage()));
    }
  }

  private RgbImage draw(
      ImageSampler sampler,
      NDManager scope,
      int image,
      ProgressListener listener,
      StopRequest stop) {
    List<RandomStream> streams = List.of(new RandomStream(seed, Purpose.SAMPLE, image, 0));
    return sampler
        .draw(
            scope,
            streams,
            (done, all) -> {
              listener.on(new DenoisingStepDone(image + 1, options.images(), done, all));
              if (stop.requested()) {
                throw new CancellationException();
              }
            })
        .get(0);
  }

  private Map<String, String> texts(int image) {
    return Map.of(
        "parameters", SampleParameters.text(options, seed, image, model, Optional.empty()));
  }

  private static Path file(Path outputDir, long step, int image) {
    return outputDir
        .toAbsolutePath()
        .normalize()
        .resolve(FOLDER)
        .resolve("step-" + step)
        .resolve("image-%d.png".formatted(image));
  }
}

package io.baton.sdxl.sample;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.PngFile;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.ImageWritten;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.torch.TorchRuntime;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Draws images of a class with the base model, for prior preservation. Image number n is always the
 * same: it comes from noise of its own, in a batch that begins at a multiple of the batch size, so
 * that a run which was killed goes on with the same images.
 */
public final class ClassImageSampler {

  private final TorchRuntime torch;
  private final Device device;
  private final ModelDirectory model;
  private final ComputeType type;
  private final SampleOptions options;
  private final int batchSize;
  private final long seed;
  private final ProgressListener listener;

  /**
   * @param type that text encoders and UNet compute in; where empty, 16-bit floats on a GPU and
   *     32-bit ones on a CPU
   * @param options of an image; how many there are is the caller's
   * @param batchSize images that are drawn at once
   */
  public ClassImageSampler(
      TorchRuntime torch,
      Device device,
      ModelDirectory model,
      Optional<ComputeType> type,
      SampleOptions options,
      int batchSize,
      long seed,
      ProgressListener listener) {
    this.torch = torch;
    this.device = device;
    this.model = model;
    this.type = type.orElseGet(() -> device.isGpu() ? ComputeType.FLOAT16 : ComputeType.FLOAT32);
    this.options = options;
    this.batchSize = batchSize;
    this.seed = seed;
    this.listener = listener;
    if (this.type == ComputeType.FLOAT16 && !device.isGpu()) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "--prior_generation_precision fp16 needs a GPU; use bf16 or fp32 on a CPU.");
    }
  }

  /**
   * Writes images {@code from} to {@code from + count - 1} as {@code number-sha1.png}; each has its
   * name only when it is whole.
   *
   * @throws TrainingFailure when the model cannot be loaded or an image not be written
   */
  public void generate(Path directory, int from, int count) {
    int end = from + count;
    try (NDManager manager = torch.newManager(device);
        SamplingPipeline pipeline =
            SamplingPipeline.load(
                manager, model, new Placement(device, type), Optional.empty(), options)) {
      for (int start = from / batchSize * batchSize; start < end; start += batchSize) {
        int first = start;
        int done = Math.max(start, from);
        List<RandomStream> streams =
            IntStream.range(start, Math.min(start + batchSize, end))
                .mapToObj(number -> new RandomStream(seed, Purpose.CLASS_IMAGE, number, 0))
                .toList();
        List<RgbImage> images =
            pipeline.draw(
                streams,
                (step, steps) ->
                    listener.on(new DenoisingStepDone(done - from + 1, count, step, steps)));
        for (int number = done; number < first + images.size(); number++) {
          Path file = write(directory, number, images.get(number - first));
          listener.on(new ImageWritten(number - from + 1, count, file));
        }
      }
    }
  }

  private Path write(Path directory, int number, RgbImage image) {
    Path file =
        directory
            .toAbsolutePath()
            .normalize()
            .resolve("%d-%s.png".formatted(number, sha1(image.rgb())));
    PngFile.write(
        file,
        image,
        Map.of(
            "parameters", SampleParameters.text(options, seed, number, model, Optional.empty())));
    return file;
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}

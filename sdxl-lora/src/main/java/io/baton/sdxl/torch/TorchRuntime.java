package io.baton.sdxl.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;

/** libtorch, loaded into this process. */
public final class TorchRuntime {

  private final Engine engine;

  private TorchRuntime(Engine engine) {
    this.engine = engine;
  }

  /**
   * Loads libtorch (seconds, the first time) and prepares the calling thread.
   *
   * @throws TrainingFailure with {@code INTERNAL} when it cannot be loaded
   */
  public static TorchRuntime start(TorchSettings settings) {
    // Whatever is missing must be said, not fetched from the network in the middle of a job.
    System.setProperty("ai.djl.offline", "true");
    Engine engine;
    try {
      engine = Engine.getEngine(PtEngine.ENGINE_NAME);
    } catch (EngineException | LinkageError e) {
      throw new TrainingFailure(
          FailureCode.INTERNAL,
          "libtorch cannot be loaded: %s; see the trainer's installation notes."
              .formatted(e.getMessage()),
          e);
    }
    if (settings.threads() > 0) {
      JniUtils.setNumThreads(settings.threads());
    }
    prepareThread();
    return new TorchRuntime(engine);
  }

  /**
   * Prepares the calling thread; every thread that computes needs it, as libtorch keeps these
   * settings by thread.
   *
   * <p>Gradients are off until {@link GradMode} turns them on. Scripts run as written: the
   * optimizing executor rewrites a method after its first runs, so that the same step would give
   * other bits in a resumed run than in one that was never interrupted.
   */
  public static void prepareThread() {
    JniUtils.setGradMode(false);
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * The device that {@code choice} stands for on this machine; a GPU computes deterministically
   * from then on.
   *
   * @throws TrainingFailure with {@code INTERNAL} when it names a GPU that libtorch cannot use
   */
  public Device device(DeviceChoice choice) {
    Device first = Device.gpu(0);
    Device wanted = choice.device().orElseGet(() -> canUse(first) ? first : Device.cpu());
    if (wanted.isGpu() && choice.device().isPresent() && !canUse(wanted)) {
      throw new TrainingFailure(
          FailureCode.INTERNAL,
          ("libtorch cannot use CUDA GPU %d here; see what nvidia-smi says, put a libtorch with CUDA"
                  + " in PYTORCH_LIBRARY_PATH, or train with --device cpu.")
              .formatted(wanted.getDeviceId()));
    }
    if (wanted.isGpu()) {
      Determinism.require();
    }
    return wanted;
  }

  /**
   * Lets GPUs round the factors of 32-bit matrix products to TF32, in the whole process; CPUs have
   * no such thing.
   */
  public void allowTf32() {
    // void Context::setAllowTF32CuBLAS(bool)
    TorchContext.set("_ZN2at7Context18setAllowTF32CuBLASEb", true);
  }

  // A libtorch with CUDA does not mean that driver and GPU are there; using the GPU is the proof.
  private boolean canUse(Device gpu) {
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      return false;
    }
    try (NDManager manager = newManager(gpu);
        NDArray probe = manager.zeros(new Shape(1))) {
      return probe.toFloatArray().length == 1;
    } catch (EngineException e) {
      return false;
    }
  }

  /** A new owner of tensors on {@code device}; closing it frees them. */
  public NDManager newManager(Device device) {
    return engine.newBaseManager(device);
  }

  /** libtorch's version. */
  public String version() {
    return engine.getVersion();
  }

  public int threads() {
    return JniUtils.getNumThreads();
  }
}

package io.baton.sdxl.verify;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Holds the engine against a recording of the reference (diffusers, transformers, peft): each
 * section that the recording has is computed again from its inputs and compared.
 */
public final class Verification {

  private final ModelDirectory model;
  private final Path file;
  private final DeviceChoice device;
  private final Optional<LoraInUse> lora;

  /**
   * @param model that the recording was made of
   * @param file the recording
   * @param device to compute on
   */
  public Verification(ModelDirectory model, Path file, DeviceChoice device) {
    this(model, file, device, Optional.empty());
  }

  /**
   * @param lora that the recorded model had; its recording has forward passes alone
   */
  public Verification(
      ModelDirectory model, Path file, DeviceChoice device, Optional<LoraInUse> lora) {
    this.model = model;
    this.file = file;
    this.device = device;
    this.lora = lora;
  }

  /**
   * Compares section after section.
   *
   * @param listener is told each section's result when it is there
   * @return the recording's tensors that were not compared because no section knows them
   * @throws io.baton.sdxl.failure.TrainingFailure with {@code BAD_INPUT} when the recording is
   *     damaged or of another model, with {@code NO_INPUT} when a file is not there
   */
  public SortedSet<String> run(Consumer<SectionResult> listener) {
    try (Recording recording = Recording.open(file)) {
      RecordedOptions options = recording.options();
      recording.requireWhole();
      if (lora.isPresent() && recording.has(Section.TRAIN)) {
        throw recording.invalid("has a training section, and a LoRA is given for forward passes");
      }
      TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
      try (NDManager manager = torch.newManager(torch.device(device))) {
        Placement placement =
            new Placement(manager.getDevice(), options.mixedPrecision().computeType());
        Tolerance tolerance = Tolerance.of(options.mixedPrecision());
        forward(
            recording,
            new ForwardReplay(recording, model, manager, placement, tolerance.output(), lora),
            listener);
        if (recording.has(Section.TRAIN)) {
          new TrainingReplay(recording, options, model, manager, placement).run().forEach(listener);
        }
      }
      return recording.unread();
    }
  }

  private static void forward(
      Recording recording, ForwardReplay forward, Consumer<SectionResult> listener) {
    if (recording.has(Section.TEXT_ENCODER)) {
      listener.accept(forward.textEncoder(Section.TEXT_ENCODER, false));
    }
    if (recording.has(Section.TEXT_ENCODER_2)) {
      listener.accept(forward.textEncoder(Section.TEXT_ENCODER_2, true));
    }
    if (recording.has(Section.VAE)) {
      listener.accept(forward.vae());
    }
    if (recording.has(Section.UNET)) {
      listener.accept(forward.unet());
    }
  }
}

package io.baton.sdxl.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.clip.ClipTextEncoding;
import io.baton.sdxl.clip.ClipTextModel;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TensorCast;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.unet.UNetInput;
import io.baton.sdxl.vae.AutoencoderKl;
import io.baton.sdxl.vae.LatentDistribution;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Repeats the recorded forward passes, each with its model alone in memory. */
final class ForwardReplay {

  private final Recording recording;
  private final ModelDirectory model;
  private final NDManager manager;
  private final Placement placement;
  private final double tolerance;
  private final Optional<LoraInUse> lora;

  /**
   * @param manager on the placement's device
   * @param placement of the UNet and the text encoders; the VAE is 32-bit always
   * @param lora that the recorded model had
   */
  ForwardReplay(
      Recording recording,
      ModelDirectory model,
      NDManager manager,
      Placement placement,
      double tolerance,
      Optional<LoraInUse> lora) {
    this.recording = recording;
    this.model = model;
    this.manager = manager;
    this.placement = placement;
    this.tolerance = tolerance;
    this.lora = lora;
  }

  /** A text encoder's hidden states before its last layer and, where asked for, its projection. */
  SectionResult textEncoder(Section section, boolean projected) {
    String inputIds = section.tensor("input_ids");
    Shape shape = recording.shape(inputIds);
    long[] ids = recording.wholeNumbers(inputIds);
    if (shape.dimension() != 2 || shape.size() == 0) {
      throw recording.invalid(
          "has tensor '%s' of shape %s, not [rows, tokens]".formatted(inputIds, shape));
    }
    SectionErrors errors = new SectionErrors(section.label(), tolerance);
    try (NDManager scope = manager.newSubManager();
        GradMode off = GradMode.disabled();
        TensorCast toSingle = TensorCast.to(scope, ComputeType.FLOAT32.scalarType());
        ClipTextModel encoder = ClipTextModel.load(model, section.label(), scope, placement)) {
      adapters(scope, section, encoder.attentionProjections()).ifPresent(encoder::attach);
      ClipTextEncoding encoding = encode(encoder, scope, rows(ids, (int) shape.get(1)), inputIds);
      compare(errors, section.tensor("penultimate"), toSingle.apply(encoding.penultimate()));
      if (projected) {
        compare(errors, section.tensor("text_embeds"), toSingle.apply(encoding.pooled()));
      }
    }
    return errors.result().orElseThrow();
  }

  private ClipTextEncoding encode(
      ClipTextModel encoder, NDManager scope, long[][] ids, String tensor) {
    try {
      return encoder.encode(scope, ids);
    } catch (IllegalArgumentException | TrainingFailure e) {
      throw recording.misfit(tensor + ": " + e.getMessage());
    }
  }

  private static long[][] rows(long[] flat, int length) {
    long[][] rows = new long[flat.length / length][length];
    for (int i = 0; i < flat.length; i++) {
      rows[i / length][i % length] = flat[i];
    }
    return rows;
  }

  /** The distribution of an image's latents, and the image of its recorded mean. */
  SectionResult vae() {
    SectionErrors errors = new SectionErrors(Section.VAE.label(), tolerance);
    Placement single = new Placement(placement.device(), ComputeType.FLOAT32);
    try (NDManager scope = manager.newSubManager();
        AutoencoderKl vae = AutoencoderKl.load(model, scope, single)) {
      LatentDistribution distribution = encode(vae, scope, recording.tensor(scope, "vae/pixels"));
      compare(errors, "vae/mean", distribution.mean());
      compare(errors, "vae/logvar", distribution.logVariance());
      compare(errors, "vae/decoded", vae.decode(scope, recording.tensor(scope, "vae/mean")));
    }
    return errors.result().orElseThrow();
  }

  private LatentDistribution encode(AutoencoderKl vae, NDManager scope, NDArray pixels) {
    try {
      return vae.encode(scope, pixels);
    } catch (IllegalArgumentException e) {
      throw recording.misfit("vae/pixels: " + e.getMessage());
    }
  }

  /** What the UNet predicts from noisy latents. */
  SectionResult unet() {
    SectionErrors errors = new SectionErrors(Section.UNET.label(), tolerance);
    try (NDManager scope = manager.newSubManager();
        UNet2DConditionModel unet = UNet2DConditionModel.load(model, scope, placement)) {
      UNetInput input =
          new UNetInput(
              recording.tensor(scope, "unet/latents"),
              timesteps(scope),
              recording.tensor(scope, "unet/encoder_hidden_states"),
              recording.tensor(scope, "unet/text_embeds"),
              recording.tensor(scope, "unet/time_ids"));
      requireFits(unet, input);
      adapters(scope, Section.UNET, unet.attentionProjections()).ifPresent(unet::attach);
      compare(errors, "unet/sample", unet.predict(scope, input));
    }
    return errors.result().orElseThrow();
  }

  // One timestep may stand for all rows, as for diffusers.
  private NDArray timesteps(NDManager scope) {
    float[] timesteps = recording.floats("unet/timesteps");
    long rows = recording.shape("unet/latents").get(0);
    if (timesteps.length == 1 && rows > 1) {
      float[] all = new float[(int) rows];
      Arrays.fill(all, timesteps[0]);
      return scope.create(all);
    }
    return scope.create(timesteps);
  }

  private void requireFits(UNet2DConditionModel unet, UNetInput input) {
    try {
      input.requireFits(unet.config());
    } catch (IllegalArgumentException e) {
      throw recording.misfit("unet/: " + e.getMessage());
    }
  }

  private Optional<LoraAdapters> adapters(
      NDManager scope, Section section, List<LinearProjection> projections) {
    LoraComponent component =
        switch (section) {
          case TEXT_ENCODER -> LoraComponent.TEXT_ENCODER;
          case TEXT_ENCODER_2 -> LoraComponent.TEXT_ENCODER_2;
          case UNET -> LoraComponent.UNET;
          case VAE, TRAIN -> throw new IllegalArgumentException("no LoRA adapts " + section);
        };
    return lora.flatMap(found -> found.adapters(scope, component, projections));
  }

  private void compare(SectionErrors errors, String tensor, NDArray actual) {
    if (!recording.shape(tensor).equals(actual.getShape())) {
      throw recording.misfit(
          "%s has shape %s and this model's is %s"
              .formatted(tensor, recording.shape(tensor), actual.getShape()));
    }
    errors.add(tensor, recording.floats(tensor), actual.toFloatArray());
  }
}

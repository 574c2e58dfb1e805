package io.baton.sdxl.training;

import ai.djl.Device;
import io.baton.sdxl.cache.TensorCache;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.training.options.FramingOptions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parts of one directory for what a model's encoders make. */
final class EncoderCaches {

  /** What decides an embedding, beside the text. */
  private static final List<String> TEXT_COMPONENTS =
      List.of("text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2");

  /** Counts up when encoders come to give other numbers for the same weights. */
  private static final String FORMAT = "1";

  private final TensorCache cache;
  private final ModelDirectory model;
  private final String torch;

  EncoderCaches(TensorCache cache, ModelDirectory model, TorchRuntime torch) {
    this.cache = cache;
    this.model = model;
    this.torch = torch.version();
  }

  /** For the distributions of latents. */
  EncoderCache latents(Device device, FramingOptions framing) {
    SortedMap<String, String> parts = parts(device);
    parts.put("vae", ModelFingerprint.ofComponent(model, "vae"));
    parts.put("filter", framing.filter().optionValue());
    return new EncoderCache(cache, "latents", parts);
  }

  /** For what both text encoders make of captions. */
  EncoderCache texts(Placement placement) {
    SortedMap<String, String> parts = parts(placement.device());
    for (String component : TEXT_COMPONENTS) {
      parts.put(component, ModelFingerprint.ofComponent(model, component));
    }
    parts.put("precision", placement.type().name());
    return new EncoderCache(cache, "text-embeddings", parts);
  }

  private SortedMap<String, String> parts(Device device) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put("format", FORMAT);
    parts.put("device", device.getDeviceType());
    parts.put("libtorch", torch);
    model.variant().ifPresent(name -> parts.put("variant", name));
    return parts;
  }
}

package io.baton.sdxl.model;

import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a model in diffusers' layout as one file of generative-models'. */
public final class SingleFileWriter {

  private static final String ATTENTION = "text_model.encoder.layers.%d.self_attn.%s_proj.%s";

  private final List<TensorSource> tensors = new ArrayList<>();

  private SingleFileWriter() {}

  /** Writes {@code model} into {@code file}. */
  public static void write(ModelDirectory model, Path file) throws IOException {
    SingleFileWriter writer = new SingleFileWriter();
    writer.addUNet(model);
    writer.addVae(model);
    try (WeightFiles weights = model.weights("text_encoder", "model")) {
      for (String name : weights.names()) {
        writer.add("conditioner.embedders.0.transformer." + name, weights.find(name).orElseThrow());
      }
    }
    writer.addSecondTextEncoder(model);
    // Such as real files have.
    writer.tensors.add(TensorSource.ofFloats("denoiser.sigmas", List.of(2L), new float[] {1, 2}));
    SafetensorsWriter.write(file, writer.tensors, Map.of());
  }

  private void addUNet(ModelDirectory model) {
    try (WeightFiles weights = model.weights("unet", "diffusion_pytorch_model")) {
      for (String name : weights.names()) {
        String sgm = SgmNames.unetFromDiffusers(name).orElseThrow();
        add("model.diffusion_model." + sgm, weights.find(name).orElseThrow());
      }
    }
  }

  private void addVae(ModelDirectory model) {
    NameTable names = SgmNames.autoencoder(model.config("vae").texts("down_block_types").size());
    try (WeightFiles weights = model.weights("vae", "diffusion_pytorch_model")) {
      for (String name : weights.names()) {
        StoredTensor tensor = weights.find(name).orElseThrow();
        List<Long> shape = new ArrayList<>(tensor.shape());
        if (name.contains(".attentions.") && shape.size() == 2) {
          shape.addAll(List.of(1L, 1L));
        }
        tensors.add(
            TensorSource.ofFloats(
                "first_stage_model." + names.fromDiffusers(name).orElseThrow(),
                shape,
                tensor.floats()));
      }
    }
  }

  private void addSecondTextEncoder(ModelDirectory model) {
    String prefix = "conditioner.embedders.1.model.";
    int layers = model.config("text_encoder_2").size("num_hidden_layers");
    NameTable names = SgmNames.openClip(layers);
    try (WeightFiles weights = model.weights("text_encoder_2", "model")) {
      for (String name : weights.names()) {
        StoredTensor tensor = weights.find(name).orElseThrow();
        if (name.equals("text_projection.weight")) {
          addTransposed(prefix + "text_projection", tensor);
        } else if (!name.matches(".*self_attn\\.[qkv]_proj.*")) {
          add(prefix + names.fromDiffusers(name).orElseThrow(), tensor);
        }
      }
      for (int layer = 0; layer < layers; layer++) {
        addFused(prefix, weights, layer, "weight");
        addFused(prefix, weights, layer, "bias");
      }
    }
    tensors.add(TensorSource.ofFloats(prefix + "logit_scale", List.of(), new float[] {4.6f}));
  }

  private void addFused(String prefix, WeightFiles weights, int layer, String kind) {
    List<Float> values = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    for (String part : List.of("q", "k", "v")) {
      StoredTensor tensor = weights.find(ATTENTION.formatted(layer, part, kind)).orElseThrow();
      for (float value : tensor.floats()) {
        values.add(value);
      }
      shape = new ArrayList<>(tensor.shape());
    }
    shape.set(0, 3 * shape.get(0));
    add(prefix + "transformer.resblocks.%d.attn.in_proj_%s".formatted(layer, kind), shape, values);
  }

  private void addTransposed(String name, StoredTensor tensor) {
    int rows = tensor.shape().get(0).intValue();
    int columns = tensor.shape().get(1).intValue();
    float[] source = tensor.floats();
    List<Float> values = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        values.add(source[row * columns + column]);
      }
    }
    add(name, List.of((long) columns, (long) rows), values);
  }

  private void add(String name, StoredTensor tensor) {
    tensors.add(TensorSource.ofFloats(name, tensor.shape(), tensor.floats()));
  }

  private void add(String name, List<Long> shape, List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    tensors.add(TensorSource.ofFloats(name, shape, floats));
  }
}

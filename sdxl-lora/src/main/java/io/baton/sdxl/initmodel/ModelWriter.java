package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.initmodel.ParameterValues.Elements;
import io.baton.sdxl.safetensors.FloatValues;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Writes a model of a preset's sizes in diffusers' directory layout. */
final class ModelWriter {

  private static final int PART_ELEMENTS = 1 << 15;
  private static final int PARTS = 64;
  private static final String DIFFUSERS_WEIGHTS = "diffusion_pytorch_model.safetensors";
  private static final String TRANSFORMERS_WEIGHTS = "model.safetensors";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ModelPreset preset;
  private final IntFunction<ParameterValues> values;

  /**
   * @param values of each component's parameters: 0 UNet, 1 and 2 text encoders, 3 autoencoder
   */
  ModelWriter(ModelPreset preset, IntFunction<ParameterValues> values) {
    this.preset = preset;
    this.values = values;
  }

  /** Writes the model into the existing, empty {@code directory}. */
  void write(Path directory) throws IOException {
    writeJson(directory, "model_index.json", index());
    Path unet = Files.createDirectory(directory.resolve("unet"));
    writeJson(unet, "config.json", preset.unet().config(JSON));
    writeWeights(unet.resolve(DIFFUSERS_WEIGHTS), preset.unet().parameters(), values.apply(0));
    writeTextEncoder(directory, "text_encoder", preset.textEncoder(), values.apply(1));
    writeTextEncoder(directory, "text_encoder_2", preset.textEncoder2(), values.apply(2));
    Path vae = Files.createDirectory(directory.resolve("vae"));
    writeJson(vae, "config.json", preset.vae().config(JSON));
    writeWeights(vae.resolve(DIFFUSERS_WEIGHTS), preset.vae().parameters(), values.apply(3));
    Path scheduler = Files.createDirectory(directory.resolve("scheduler"));
    writeJson(scheduler, "scheduler_config.json", scheduler());
    TokenizerFiles tokenizer = new TokenizerFiles(JSON, preset.textEncoder().vocabulary());
    tokenizer.write(Files.createDirectory(directory.resolve("tokenizer")), "<|endoftext|>");
    tokenizer.write(Files.createDirectory(directory.resolve("tokenizer_2")), "!");
  }

  private void writeTextEncoder(
      Path directory, String component, TextEncoderShape shape, ParameterValues values)
      throws IOException {
    Path folder = Files.createDirectory(directory.resolve(component));
    writeJson(folder, "config.json", shape.config(JSON));
    writeWeights(folder.resolve(TRANSFORMERS_WEIGHTS), shape.parameters(), values);
  }

  private static ObjectNode index() {
    ObjectNode index = JSON.createObjectNode();
    index.put("_class_name", "StableDiffusionXLPipeline");
    index.put("force_zeros_for_empty_prompt", true);
    Map<String, List<String>> components =
        Map.of(
            "scheduler", List.of("diffusers", "EulerDiscreteScheduler"),
            "text_encoder", List.of("transformers", "CLIPTextModel"),
            "text_encoder_2", List.of("transformers", "CLIPTextModelWithProjection"),
            "tokenizer", List.of("transformers", "CLIPTokenizer"),
            "tokenizer_2", List.of("transformers", "CLIPTokenizer"),
            "unet", List.of("diffusers", "UNet2DConditionModel"),
            "vae", List.of("diffusers", "AutoencoderKL"));
    components.keySet().stream()
        .sorted()
        .forEach(name -> index.set(name, JSON.valueToTree(components.get(name))));
    return index;
  }

  private static ObjectNode scheduler() {
    ObjectNode config = JSON.createObjectNode();
    config.put("_class_name", "EulerDiscreteScheduler");
    config.put("beta_end", 0.012);
    config.put("beta_schedule", "scaled_linear");
    config.put("beta_start", 0.00085);
    config.put("clip_sample", false);
    config.put("interpolation_type", "linear");
    config.put("num_train_timesteps", 1000);
    config.put("prediction_type", "epsilon");
    config.put("sample_max_value", 1.0);
    config.put("set_alpha_to_one", false);
    config.put("skip_prk_steps", true);
    config.put("steps_offset", 1);
    config.put("timestep_spacing", "leading");
    config.putNull("trained_betas");
    config.put("use_karras_sigmas", false);
    return config;
  }

  private static void writeJson(Path folder, String name, ObjectNode node) throws IOException {
    JSON.writeValue(folder.resolve(name).toFile(), node);
  }

  private void writeWeights(Path file, List<Parameter> parameters, ParameterValues values)
      throws IOException {
    SafetensorsWriter.write(
        file, sources(parameters, values, preset.weightType()), Map.of("format", "pt"));
  }

  /** The tensors to be written; each one's values are made when its turn comes. */
  static List<TensorSource> sources(
      List<Parameter> parameters, ParameterValues values, TensorType type) {
    List<TensorSource> tensors = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      int index = i;
      Parameter parameter = parameters.get(i);
      tensors.add(
          new TensorSource(
              parameter.name(),
              type,
              parameter.shape(),
              out -> writeValues(parameter.elements(), values.of(parameter, index), type, out)));
    }
    return tensors;
  }

  private static void writeValues(
      long elements, Elements values, TensorType type, WritableByteChannel out) throws IOException {
    int chunk = (int) Math.min(elements, (long) PARTS * PART_ELEMENTS);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(chunk * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long from = 0; from < elements; from += chunk) {
      int count = (int) Math.min(chunk, elements - from);
      bytes.clear().limit(count * type.bytes());
      fill(bytes, count, from, values, type);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  // All processors at once: SDXL has 3.5 billion values.
  private static void fill(
      ByteBuffer bytes, int count, long from, Elements values, TensorType type) {
    IntStream.range(0, (count + PART_ELEMENTS - 1) / PART_ELEMENTS)
        .parallel()
        .forEach(
            part -> {
              int end = Math.min(count, (part + 1) * PART_ELEMENTS);
              for (int i = part * PART_ELEMENTS; i < end; i++) {
                float value = values.at(from + i);
                if (type == TensorType.BF16) {
                  bytes.putShort(i * Short.BYTES, FloatValues.toBrainFloat(value));
                } else {
                  bytes.putFloat(i * Float.BYTES, value);
                }
              }
            });
  }
}

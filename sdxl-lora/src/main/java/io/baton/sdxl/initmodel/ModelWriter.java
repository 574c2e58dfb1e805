package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Writes a model of a preset's sizes in diffusers' directory layout. */
final class ModelWriter {

  private static final int CHUNK_ELEMENTS = 1 << 16;
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

  private static void writeTextEncoder(
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

  private static void writeWeights(Path file, List<Parameter> parameters, ParameterValues values)
      throws IOException {
    List<TensorSource> tensors = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      int index = i;
      Parameter parameter = parameters.get(i);
      tensors.add(
          new TensorSource(
              parameter.name(),
              TensorType.F32,
              parameter.shape(),
              out -> writeValues(parameter, index, values, out)));
    }
    SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
  }

  private static void writeValues(
      Parameter parameter, int index, ParameterValues values, WritableByteChannel out)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(CHUNK_ELEMENTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long elements = parameter.elements();
    for (long from = 0; from < elements; from += CHUNK_ELEMENTS) {
      int count = (int) Math.min(CHUNK_ELEMENTS, elements - from);
      bytes.clear().limit(count * Float.BYTES);
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int i = 0; i < count; i++) {
        floats.put(i, values.value(parameter, index, from + i));
      }
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }
}

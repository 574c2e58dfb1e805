package io.baton.sdxl.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;

/** What diffusers sampled from the tiny model; made by {@code src/test/python/record_sample.py}. */
final class SampleRecording implements AutoCloseable {

  private final SafetensorsFile file =
      SafetensorsFile.open(
          Path.of("src/test/resources/io/baton/sdxl/sample/recording.safetensors"));

  float[] floats(String name) {
    return file.floats(name);
  }

  /** The options of a recorded image. */
  JsonNode image(String name) throws IOException {
    return new ObjectMapper().readTree(file.metadata().get("images")).required(name);
  }

  /** The recorded LoRA's rank and scale. */
  JsonNode lora() throws IOException {
    return new ObjectMapper().readTree(file.metadata().get("lora"));
  }

  @Override
  public void close() {
    file.close();
  }
}

package io.baton.sdxl.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reading of the JSON files in a model directory. */
final class JsonFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /**
   * Reads an object.
   *
   * @throws TrainingFailure with {@code NO_INPUT} or {@code BAD_INPUT}
   */
  static JsonNode readObject(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (NoSuchFileException e) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "The model lacks %s; fetch the whole model in diffusers' layout.".formatted(file),
          e);
    } catch (JacksonException e) {
      throw malformed(file, e);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
    throw malformed(file, null);
  }

  private static TrainingFailure malformed(Path file, Throwable cause) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT, "%s is not a JSON object; fetch it again.".formatted(file), cause);
  }
}

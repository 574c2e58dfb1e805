package io.baton.sync.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.SyncException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Losses in a file to which somebody appends JSON objects, one a line, with the numbers {@code
 * step} and {@code loss}. The loss of a checkpoint is the mean over the last hundred steps up to
 * its own: a single step's says little. Other lines are passed over, and of a step that is there
 * twice the later line counts.
 */
public record ProgressFile(Path file) implements LossSource {
  private static final int STEPS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public OptionalDouble lossAt(int step) {
    TreeMap<Integer, Double> losses = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line, step, losses);
      }
    } catch (NoSuchFileException e) {
      return OptionalDouble.empty();
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
    return losses.values().stream().mapToDouble(Double::doubleValue).average();
  }

  private static void note(String line, int step, TreeMap<Integer, Double> losses) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return;
    }
    double loss = node.path("loss").asDouble(Double.NaN);
    if (node.path("step").canConvertToInt() && Double.isFinite(loss)) {
      int of = node.path("step").intValue();
      if (of <= step) {
        losses.put(of, loss);
        if (losses.size() > STEPS) {
          losses.pollFirstEntry();
        }
      }
    }
  }
}

package io.baton.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training whose steps are timed by when it tells of them.
 *
 * @param stepNanos from the end of one step to that of the next, those of the warm-up left out
 */
record TimedTraining(List<Long> stepNanos) {
  private static final int WARM_UP = 5;

  /**
   * Runs a command that writes the trainer's progress to standard output.
   *
   * @param log gets what it says besides
   */
  static TimedTraining run(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    List<Long> ends = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        if (line.startsWith("{") && isStep(Json.mapper().readTree(line))) {
          ends.add(now);
        }
      }
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d; see %s".formatted(command.get(0), status, log));
    }
    List<Long> steps = new ArrayList<>();
    for (int i = WARM_UP; i < ends.size(); i++) {
      steps.add(ends.get(i) - ends.get(i - 1));
    }
    return new TimedTraining(steps);
  }

  private static boolean isStep(JsonNode event) {
    return event.path("event").asText().equals("step");
  }

  double medianMillis() {
    return Latencies.of(stepNanos.stream().mapToLong(Long::longValue).toArray()).median();
  }

  double meanMillis() {
    return stepNanos.stream().mapToLong(Long::longValue).average().orElseThrow() / 1e6;
  }
}

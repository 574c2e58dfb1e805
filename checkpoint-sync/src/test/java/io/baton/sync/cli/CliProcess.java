package io.baton.sync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The command line in a process of its own, as its users run it. */
final class CliProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader errors;
  private final BufferedReader output;

  private CliProcess(Process process) {
    this.process = process;
    errors = process.errorReader();
    output = process.inputReader();
  }

  static CliProcess start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CheckpointSyncCli.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AWS_") || name.startsWith("CHECKPOINT_SYNC_"));
    builder.environment().putAll(environment);
    return new CliProcess(builder.start());
  }

  /**
   * Reads events until one fits; fails when the process ends without it. A wrapped command's shell
   * may say something between them.
   */
  JsonNode awaitEvent(Predicate<JsonNode> fits) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      seen.append(line).append('\n');
      JsonNode event = JSON.readTree(line.startsWith("{") ? line : "{}");
      if (fits.test(event)) {
        return event;
      }
    }
    throw new AssertionError("The process ended after saying: " + seen);
  }

  JsonNode awaitEvent(String name) throws IOException {
    return awaitEvent(event -> event.path("event").asText().equals(name));
  }

  /** Everything on standard output until the end of the process. */
  List<String> output() {
    return output.lines().toList();
  }

  /** Everything on standard error until the end of the process. */
  List<String> errors() {
    return errors.lines().toList();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  long pid() {
    return process.pid();
  }

  void terminate() {
    // Not Process.destroy: it closes the pipes, and what is said on the way out would be lost.
    process.toHandle().destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

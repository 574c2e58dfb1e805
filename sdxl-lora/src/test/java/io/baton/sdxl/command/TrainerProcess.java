package io.baton.sdxl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The launcher, running; its standard output is read as events. */
final class TrainerProcess implements AutoCloseable {

  private static final Path LAUNCHER = Path.of("bin/sdxl-lora").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader out;
  private final List<JsonNode> events = new ArrayList<>();

  private TrainerProcess(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  static TrainerProcess start(Path output) throws IOException {
    return new TrainerProcess(builder(command(output, List.of())).start());
  }

  static TrainerProcess resume(Path output) throws IOException {
    return new TrainerProcess(
        builder(command(output, List.of("--resume_from_checkpoint=latest"))).start());
  }

  /** Every file may be 100 blocks of 512 or 1024 bytes at most: less than a checkpoint's. */
  static TrainerProcess startWithFileLimit(Path output) throws IOException {
    List<String> shell = new ArrayList<>(List.of("sh", "-c", "ulimit -f 100; exec \"$@\"", "sh"));
    shell.addAll(command(output, List.of()));
    return new TrainerProcess(builder(shell).start());
  }

  /** A shell that starts a trainer, writes its id to a file and waits. */
  static Process startUnderShell(Path output, Path id, List<String> options) throws IOException {
    List<String> shell =
        new ArrayList<>(
            List.of("sh", "-c", "id=$1; shift; \"$@\" >/dev/null & echo $! > \"$id\"; wait", "sh"));
    shell.add(id.toString());
    shell.addAll(command(output, options));
    return builder(shell).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The trainer that a shell has started, once it is known. */
  static ProcessHandle awaitProcess(Process shell, Path id) throws IOException {
    while (shell.isAlive()) {
      String text = Files.exists(id) ? Files.readString(id).strip() : "";
      if (!text.isEmpty()) {
        return ProcessHandle.of(Long.parseLong(text)).orElseThrow();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the shell has ended without starting a trainer");
  }

  private static List<String> command(Path output, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                LAUNCHER.toString(),
                "train",
                "--pretrained_model_name_or_path=" + TinyModel.directory(),
                "--instance_data_dir=../samples/chelsea",
                "--instance_prompt=a photo of sks cat",
                "--resolution=64",
                "--train_batch_size=1",
                "--max_train_steps=12",
                "--checkpointing_steps=5",
                "--seed=3",
                "--progress=json",
                "--output_dir=" + output));
    command.addAll(options);
    return command;
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SDXL_LORA_CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  void awaitStep(long step) throws IOException {
    await(
        e ->
            e.required("event").textValue().equals("step")
                && e.required("step").longValue() == step);
  }

  void awaitEvent(String name) throws IOException {
    await(event -> event.required("event").textValue().equals(name));
  }

  private void await(Predicate<JsonNode> wanted) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      events.add(JSON.readTree(line));
      if (wanted.test(events.get(events.size() - 1))) {
        return;
      }
    }
    throw new AssertionError("the trainer has ended before that; it told " + events);
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Reads all that is told and waits for the end. */
  int exitCode() throws IOException, InterruptedException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      events.add(JSON.readTree(line));
    }
    return process.waitFor();
  }

  List<JsonNode> events() {
    return events;
  }

  JsonNode lastEvent() {
    return events.get(events.size() - 1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code ./baton} in a process of its own, as a user starts it. Everything that it
 * starts inherits a mark in its environment, by which it is found again.
 */
final class BatonProgram implements AutoCloseable {
  static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();

  private static final String MARK = "BATON_TEST_MARK";

  private final Process process;
  private final String mark;
  private final Path out;
  private final Path err;

  private BatonProgram(Process process, String mark, Path out, Path err) {
    this.process = process;
    this.mark = mark;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param home stands for the user's {@code ~/.baton}
   */
  static BatonProgram start(Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("baton").toString()));
    command.addAll(List.of(arguments));
    String mark = UUID.randomUUID().toString();
    Path logs = Files.createDirectories(HOME.resolve("integration-tests/target/programs"));
    Path out = logs.resolve(arguments[0] + "-" + mark + ".out");
    Path err = logs.resolve(arguments[0] + "-" + mark + ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(MARK, mark);
    builder.environment().put("BATON_HOME", home.toString());
    builder.environment().remove("BATON_API");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new BatonProgram(builder.start(), mark, out, err);
  }

  /** Starts it and waits for its end. */
  static BatonProgram run(Path home, String... arguments) throws IOException {
    BatonProgram program = start(home, arguments);
    program.awaitEnd(Duration.ofMinutes(5));
    return program;
  }

  int awaitEnd(Duration atMost) {
    try {
      assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
          .as("ended within %s; it said:%n%s%n%s", atMost, out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Waits until it wrote something to standard output. */
  void awaitOut(String text) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> out().contains(text) || !process.isAlive());
    assertThat(out()).as("%s", err()).contains(text);
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to the program itself, not to what it started. */
  void signal(String name) throws IOException {
    try {
      int status =
          new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      assertThat(status).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it started and still runs, as command lines. */
  List<String> survivors() {
    String entry = MARK + "=" + mark;
    return ProcessHandle.allProcesses()
        .map(process -> Path.of("/proc", Long.toString(process.pid())))
        .filter(directory -> hasEntry(directory.resolve("environ"), entry))
        .map(directory -> commandLine(directory.resolve("cmdline")))
        .toList();
  }

  private static boolean hasEntry(Path environment, String entry) {
    try {
      return new String(Files.readAllBytes(environment), StandardCharsets.UTF_8).contains(entry);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static String commandLine(Path file) {
    try {
      return Files.readString(file).replace('\0', ' ');
    } catch (IOException gone) {
      return "(gone)";
    }
  }

  /** Ends it the hard way, if a test left it. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      awaitEnd(Duration.ofMinutes(1));
    }
  }
}

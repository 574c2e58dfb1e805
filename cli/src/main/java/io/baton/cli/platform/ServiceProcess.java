package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service in a process of its own. It leads its own session and process group: Ctrl-C in the
 * terminal reaches only us, and we stop things in order.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Description description;
  private Process process;

  /**
   * How a service is started.
   *
   * @param name for people: {@code training API}
   * @param environment added to ours
   * @param log where its output goes
   * @param grace how long it may take to stop after SIGTERM
   */
  public record Description(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Duration grace) {
    public Description {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  private ServiceProcess(Description description, Process process) {
    this.description = description;
    this.process = process;
  }

  /** Starts the process and returns at once. */
  static ServiceProcess start(Description description) {
    return new ServiceProcess(description, launch(description));
  }

  private static Process launch(Description description) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(description.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(description.environment());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(description.log().toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandFailedException(
          "The "
              + description.name()
              + " cannot be started (is 'setsid' of package util-linux there?): "
              + e.getMessage(),
          e);
    }
  }

  /** Returns once the address answers 200. */
  void awaitHealthy(URI health) {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + STARTUP.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw failed("ended while it started");
      }
      try {
        if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Nothing listens there so far; the deadline bounds the wait.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed("was interrupted while it started");
      }
      pause();
    }
    throw failed("was not ready within " + STARTUP.toSeconds() + " s");
  }

  private CommandFailedException failed(String what) {
    return new CommandFailedException(
        "The "
            + description.name()
            + " "
            + what
            + "; its log "
            + description.log()
            + " says why"
            + LogTail.lastProblem(description.log()).map(line -> ": " + line).orElse("."));
  }

  /** Waits for the end of a process that does one thing. */
  void awaitSuccess() {
    try {
      if (process.waitFor() != 0) {
        throw failed("failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  String name() {
    return description.name();
  }

  /** Starts it again after it died. */
  void restart() {
    process = launch(description);
  }

  /** SIGTERM, and SIGKILL when its grace ends; returns when it is gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(description.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

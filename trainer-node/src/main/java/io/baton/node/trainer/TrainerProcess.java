package io.baton.node.trainer;

import io.baton.node.config.NodeSecret;
import io.baton.node.process.ProcessGroup;
import io.baton.node.trainer.TrainerEvent.LogLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A trainer that runs as a child process, in a process group of its own: what native code does to
 * it cannot end the agent, and whatever it started ends with it.
 */
public final class TrainerProcess {
  private static final Logger LOG = System.getLogger(TrainerProcess.class.getName());

  /** A grandchild may hold the pipes open after the trainer's end; its words are not waited for. */
  private static final long LAST_WORDS_MILLIS = 2000;

  private final ProcessGroup group;
  private final LogTail logTail = new LogTail();
  private final AtomicReference<TrainerEvent.ErrorReported> error = new AtomicReference<>();
  private final OutOfMemoryKills outOfMemoryKills = new OutOfMemoryKills();
  private final long outOfMemoryKillsBefore;
  private final CompletableFuture<TrainerEnd> end;

  private TrainerProcess(
      ProcessGroup group, TrainerLaunch launch, Consumer<TrainerEvent> listener) {
    this.group = group;
    this.outOfMemoryKillsBefore = outOfMemoryKills.count();
    Process process = group.leader();
    Thread events =
        read(
            "trainer-events",
            process.getInputStream(),
            line -> on(launch.output().read(line), listener));
    Thread log =
        read(
            "trainer-log",
            process.getErrorStream(),
            line -> on(launch.errors().read(line), listener));
    this.end =
        process.onExit().thenApplyAsync(exited -> classify(exited, events, log), Runnable::run);
  }

  /**
   * Starts it.
   *
   * @param listener gets every event on two threads, one for each stream, before the end is told
   * @throws IOException if no process can be started; a program that is not there ends with exit
   *     status 127
   */
  public static TrainerProcess start(
      TrainerLaunch launch, Path directory, Consumer<TrainerEvent> listener) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launch.words()).directory(directory.toFile());
    // What trains, and whatever it loads, has no business with the API.
    builder.environment().keySet().removeAll(NodeSecret.variables());
    builder.environment().putAll(launch.environment());
    TrainerProcess trainer = new TrainerProcess(ProcessGroup.start(builder), launch, listener);
    LOG.log(Level.INFO, () -> "Trainer started, process " + trainer.pid());
    return trainer;
  }

  public long pid() {
    return group.leader().pid();
  }

  /** How it ended; completes once it is dead and its last words are read. */
  public CompletableFuture<TrainerEnd> end() {
    return end;
  }

  public List<String> logTail() {
    return logTail.lines();
  }

  /** SIGTERM: write a checkpoint and end. What it started it ends itself. */
  public void terminate() {
    group.terminate();
  }

  /** The same to whatever a trainer has left running that ended without passing SIGTERM on. */
  public void terminateLeftovers() {
    group.terminateAll();
  }

  /** Whether it has ended and left something running. */
  public boolean hasLeftovers() {
    return !group.leader().isAlive() && group.isAlive();
  }

  /** SIGKILL, to it and to everything it started. */
  public void kill() {
    group.kill();
  }

  private TrainerEnd classify(Process exited, Thread events, Thread log) {
    try {
      events.join(LAST_WORDS_MILLIS);
      log.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.log(Level.INFO, () -> "Trainer ended, exit status " + exited.exitValue());
    return ExitClassification.of(
        exited.exitValue(),
        Optional.ofNullable(error.get()),
        outOfMemoryKills.count() > outOfMemoryKillsBefore,
        logTail.lines());
  }

  private void on(Optional<TrainerEvent> told, Consumer<TrainerEvent> listener) {
    if (told.isEmpty()) {
      return;
    }
    TrainerEvent event = told.get();
    if (event instanceof LogLine line) {
      logTail.add(line.text());
      LOG.log(Level.DEBUG, () -> "trainer: " + line.text());
    } else if (event instanceof TrainerEvent.ErrorReported reported) {
      error.set(reported);
    }
    listener.accept(event);
  }

  private static Thread read(String name, InputStream stream, Consumer<String> consumer) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  consumer.accept(line);
                }
              } catch (IOException e) {
                LOG.log(Level.DEBUG, () -> "The trainer's output ended: " + e.getMessage());
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}

package io.baton.sdxl.training;

import io.baton.sdxl.checkpoint.StateCopy;
import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressListener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Writes checkpoints beside the training: the training thread only waits while the state is copied.
 * One is written at a time, and what goes wrong is thrown on the training thread.
 */
final class CheckpointWriter implements AutoCloseable {

  /** Writes one copy of the state. */
  interface Destination {

    /** Whether a step has its checkpoint. */
    boolean holds(long step);

    /** Writes and syncs the checkpoint of a step and puts it in place; on any thread. */
    Path write(long step, StateCopy state);
  }

  private final Supplier<StateCopy> state;
  private final Destination destination;
  private final ProgressListener listener;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "checkpoints");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<CompletableFuture<CheckpointWritten>> pending = Optional.empty();

  /**
   * @param state copies what the training thread has at that moment
   * @param listener is told on the training thread
   */
  CheckpointWriter(Supplier<StateCopy> state, Destination destination, ProgressListener listener) {
    this.state = state;
    this.destination = destination;
    this.listener = listener;
  }

  /**
   * Takes the state as it is after {@code step} steps, and has it written unless that step has a
   * checkpoint. Waits for the one before.
   */
  void write(long step) {
    settle();
    if (destination.holds(step)) {
      return;
    }
    StateCopy copy = state.get();
    pending =
        Optional.of(
            CompletableFuture.supplyAsync(
                () -> {
                  try (copy) {
                    return new CheckpointWritten(step, destination.write(step, copy));
                  }
                },
                executor));
  }

  /** Tells of a checkpoint that is in place by now, or throws why it is not. */
  void report() {
    if (pending.isPresent() && pending.orElseThrow().isDone()) {
      settle();
    }
  }

  /** Waits for the checkpoint that is being written, if one is, and tells of it. */
  void settle() {
    if (pending.isEmpty()) {
      return;
    }
    CompletableFuture<CheckpointWritten> writing = pending.orElseThrow();
    pending = Optional.empty();
    CheckpointWritten written;
    try {
      written = writing.join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
    listener.on(written);
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    return new IllegalStateException(cause);
  }

  /** As {@link #settle}: nothing is being written afterwards. */
  @Override
  public void close() {
    try {
      settle();
    } finally {
      executor.shutdown();
    }
  }
}

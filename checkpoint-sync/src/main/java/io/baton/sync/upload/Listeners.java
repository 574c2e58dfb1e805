package io.baton.sync.upload;

import io.baton.sync.SyncException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners, in their order; where one throws, those after it are not told. */
public record Listeners(List<CheckpointListener> each) implements CheckpointListener {
  public Listeners {
    each = List.copyOf(each);
  }

  private void tell(Consumer<CheckpointListener> what) {
    each.forEach(what);
  }

  @Override
  public void uploading(int step) {
    tell(listener -> listener.uploading(step));
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    tell(listener -> listener.uploaded(checkpoint));
  }

  @Override
  public void retrying(int step, SyncException failure, Duration wait) {
    tell(listener -> listener.retrying(step, failure, wait));
  }

  @Override
  public void failed(int step, SyncException failure) {
    tell(listener -> listener.failed(step, failure));
  }

  @Override
  public void skipped(int step, int newerStep) {
    tell(listener -> listener.skipped(step, newerStep));
  }

  @Override
  public void abandoned(int step, int newerStep) {
    tell(listener -> listener.abandoned(step, newerStep));
  }

  @Override
  public void vanished(int step) {
    tell(listener -> listener.vanished(step));
  }

  @Override
  public void incomplete(int step, List<String> missing) {
    tell(listener -> listener.incomplete(step, missing));
  }
}

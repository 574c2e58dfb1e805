package io.baton.sync.upload;

import io.baton.sync.SyncException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what it is told, and lets a test wait for it. */
final class RecordingListener implements CheckpointListener {
  private final List<String> events = new ArrayList<>();

  private synchronized void add(String event) {
    events.add(event);
    notifyAll();
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** The test's own timeout ends a wait for what never happens. */
  synchronized void await(Predicate<List<String>> condition) throws InterruptedException {
    while (!condition.test(events)) {
      wait();
    }
  }

  void awaitEvent(String event) throws InterruptedException {
    await(seen -> seen.contains(event));
  }

  @Override
  public void uploading(int step) {
    add("uploading " + step);
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    add("uploaded " + checkpoint.step());
  }

  @Override
  public void retrying(int step, SyncException failure, Duration wait) {
    add("retrying " + step);
  }

  @Override
  public void failed(int step, SyncException failure) {
    add("failed " + step + " " + failure.error().code());
  }

  @Override
  public void skipped(int step, int newerStep) {
    add("skipped " + step + " for " + newerStep);
  }

  @Override
  public void abandoned(int step, int newerStep) {
    add("abandoned " + step + " for " + newerStep);
  }

  @Override
  public void vanished(int step) {
    add("vanished " + step);
  }

  @Override
  public void incomplete(int step, List<String> missing) {
    add("incomplete " + step + " " + missing);
  }
}

package io.baton.sync.restore;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.FileSlice;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.Pace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose reads of some keys fail. */
final class FailingReads extends ForwardingStore {
  private final SyncError error;
  private final String partOfKey;
  private final AtomicInteger calls = new AtomicInteger();

  FailingReads(ObjectStore store, SyncError error) {
    this(store, error, "");
  }

  FailingReads(ObjectStore store, SyncError error, String partOfKey) {
    super(store);
    this.error = error;
    this.partOfKey = partOfKey;
  }

  /** How many failed. */
  int calls() {
    return calls.get();
  }

  private void check(ObjectKey key) {
    if (key.value().contains(partOfKey)) {
      calls.incrementAndGet();
      throw new SyncException(error, "No.");
    }
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    check(key);
    super.get(key, target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    check(key);
    return super.get(key, size, target, pace);
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    check(key);
    return super.get(key, limit);
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    check(key);
    return super.head(key);
  }
}

package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A store in front of another one that a test can make fail or wait before each write. */
public final class UnreliableStore implements ListableStore {
  private final ListableStore store;
  private final List<ObjectKey> written = new CopyOnWriteArrayList<>();
  private volatile Consumer<ObjectKey> beforeWrite = key -> {};

  public UnreliableStore(ListableStore store) {
    this.store = store;
  }

  public void beforeWrite(Consumer<ObjectKey> action) {
    beforeWrite = action;
  }

  public static SyncException down() {
    return new SyncException(SyncError.STORAGE_UNREACHABLE, "The storage is down.");
  }

  /** In order, every try that succeeded. */
  public List<ObjectKey> written() {
    return written;
  }

  @Override
  public void put(ObjectKey key, Path file) {
    beforeWrite.accept(key);
    store.put(key, file);
    written.add(key);
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    beforeWrite.accept(key);
    store.put(key, bytes);
    written.add(key);
  }

  @Override
  public void get(ObjectKey key, Path target, long limit) {
    store.get(key, target, limit);
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return store.get(key, limit);
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    return store.head(key);
  }

  @Override
  public void delete(ObjectKey key) {
    store.delete(key);
  }

  @Override
  public List<ObjectStat> list(Optional<ObjectKey> prefix) {
    return store.list(prefix);
  }
}

package io.baton.sync.restore;

import io.baton.sync.store.FileSlice;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.Pace;
import io.baton.sync.store.PartStore;
import java.nio.file.Path;
import java.util.Optional;

/** A store that passes everything on, whole objects only. */
abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    store.put(key, content, pace);
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    store.put(key, bytes);
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    store.get(key, target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    return store.get(key, size, target, pace);
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
  public Optional<PartStore> parts() {
    return Optional.empty();
  }
}

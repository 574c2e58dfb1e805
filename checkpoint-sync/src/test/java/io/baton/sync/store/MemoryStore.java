package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, for tests that look at many thousands; held to the suite of all stores. */
public final class MemoryStore implements ListableStore {
  private final Map<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

  /** The objects themselves, to be damaged. */
  public Map<ObjectKey, byte[]> objects() {
    return objects;
  }

  @Override
  public void put(ObjectKey key, Path file) {
    try {
      objects.put(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    objects.put(key, bytes.clone());
  }

  @Override
  public void get(ObjectKey key, Path target, long limit) {
    Transfer.toFile(key, new ByteArrayInputStream(require(key)), target, limit);
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return Transfer.toBytes(key, new ByteArrayInputStream(require(key)), limit);
  }

  private byte[] require(ObjectKey key) {
    return Optional.ofNullable(objects.get(key))
        .orElseThrow(
            () ->
                new SyncException(
                    SyncError.OBJECT_MISSING, "The object " + key + " is not there."));
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(content -> stat(key, content));
  }

  private static ObjectStat stat(ObjectKey key, byte[] content) {
    return new ObjectStat(key, content.length, Instant.EPOCH);
  }

  @Override
  public void delete(ObjectKey key) {
    objects.remove(key);
  }

  @Override
  public List<ObjectStat> list(Optional<ObjectKey> prefix) {
    String start = prefix.map(key -> key + "/").orElse("");
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().value().startsWith(start))
        .map(entry -> stat(entry.getKey(), entry.getValue()))
        .toList();
  }
}

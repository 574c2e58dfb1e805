package io.baton.sync.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Objects by key. Every method may be called by several threads, tries once (repeating is the
 * caller's business, {@link io.baton.sync.transfer.Transfers}), and throws {@link
 * io.baton.sync.SyncException}: {@code OBJECT_MISSING}, {@code ACCESS_DENIED}, {@code
 * STORAGE_UNREACHABLE} and the others that its {@code error()} tells apart.
 */
public interface ObjectStore {
  /**
   * Stores a stretch of a file, read from disk as it is sent. An object appears whole or not at
   * all; one with the same key is replaced.
   */
  void put(ObjectKey key, FileSlice content, Pace pace);

  /** Stores a file at full speed. */
  default void put(ObjectKey key, Path file) {
    put(key, FileSlice.whole(file), Pace.FREE);
  }

  /** Stores a few bytes, such as a manifest. */
  void put(ObjectKey key, byte[] bytes);

  /**
   * Fetches an object into a file, which is made or replaced.
   *
   * @param limit bytes; a longer object fails with {@code OBJECT_CORRUPT} before it fills the disk
   */
  void get(ObjectKey key, Path target, long limit, Pace pace);

  /** Fetches an object into a file at full speed. */
  default void get(ObjectKey key, Path target, long limit) {
    get(key, target, limit, Pace.FREE);
  }

  /**
   * Fetches a stretch of an object into the same stretch of a file that is there.
   *
   * @param size of the whole object in bytes; one of another size fails with {@code OBJECT_CORRUPT}
   * @return the storage's name for the object's content, so that stretches of different contents
   *     are not mixed; empty when it has none
   */
  Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace);

  /**
   * Fetches a small object.
   *
   * @param limit bytes; a longer object fails with {@code OBJECT_CORRUPT}
   */
  byte[] get(ObjectKey key, int limit);

  /** The object's size and age, or nothing when there is none. */
  Optional<ObjectStat> head(ObjectKey key);

  /** Removes an object; one that is not there is no error. */
  void delete(ObjectKey key);

  /** How to send objects part by part; nothing when this store takes them only whole. */
  Optional<PartStore> parts();
}

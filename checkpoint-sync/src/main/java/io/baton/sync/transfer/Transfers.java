package io.baton.sync.transfer;

import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.FileSlice;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.PartStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends and fetches objects, trying again what may pass until a deadline. The deadline is asked for
 * after each failure, since it may move meanwhile. All methods throw {@link
 * io.baton.sync.SyncException}.
 */
public final class Transfers {
  private final ObjectStore store;
  private final TransferSettings settings;
  private final Retry retry;

  public Transfers(ObjectStore store, TransferSettings settings, Retry retry) {
    this.store = Objects.requireNonNull(store, "store");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.retry = Objects.requireNonNull(retry, "retry");
  }

  public static Transfers standard(ObjectStore store, Retry retry) {
    return new Transfers(store, TransferSettings.standard(), retry);
  }

  public TransferSettings settings() {
    return settings;
  }

  /**
   * Stores a file. What is larger than a part goes in parts, several at a time; a part that breaks
   * is alone sent again. With a journal, an upload that a process did not end is gone on with.
   *
   * @param sha256 of the file's bytes
   * @return where the bytes are. It is {@code key}, or where an unfinished upload of the same bytes
   *     was taking them.
   */
  public ObjectKey send(ObjectKey key, Path file, Sha256 sha256, Supplier<Deadline> deadline) {
    return send(key, file, () -> sha256, deadline);
  }

  /** The same for a file whose digest nobody has computed yet. */
  public ObjectKey send(ObjectKey key, Path file, Supplier<Deadline> deadline) {
    return send(key, file, () -> Sha256.of(file), deadline);
  }

  private ObjectKey send(
      ObjectKey key, Path file, Supplier<Sha256> sha256, Supplier<Deadline> deadline) {
    FileSlice whole = FileSlice.whole(file);
    Optional<PartStore> parts = store.parts().filter(any -> whole.length() > settings.partBytes());
    if (parts.isPresent()) {
      return new PartedSend(
              store, parts.get(), settings, retry, deadline, file, whole.length(), sha256.get())
          .to(key);
    }
    return retry.callUntil(
        deadline,
        () -> {
          store.put(key, whole, settings.bandwidth());
          return key;
        });
  }

  /** Stores a few bytes, such as a manifest. */
  public void send(ObjectKey key, byte[] bytes, Supplier<Deadline> deadline) {
    retry.callUntil(
        deadline,
        () -> {
          store.put(key, bytes);
          return key;
        });
  }

  /**
   * Fetches an object into a file, which is made or replaced. What it holds is the caller's to
   * verify. What is larger than a part comes in parts, several at a time; with a journal, a file
   * that a process did not end is gone on with. The disk is never filled beyond the size.
   *
   * @param size bytes that the object should have; a longer one fails with {@code OBJECT_CORRUPT}
   */
  public void fetch(ObjectKey key, long size, Path target, Supplier<Deadline> deadline) {
    if (size > settings.partBytes()) {
      new RangedFetch(
              store,
              settings,
              new Rounds(retry, settings.parallelParts(), deadline),
              key,
              size,
              target)
          .run();
      return;
    }
    retry.callUntil(
        deadline,
        () -> {
          store.get(key, target, size, settings.bandwidth());
          return target;
        });
  }

  /**
   * Fetches a small object.
   *
   * @param limit bytes; a longer object fails with {@code OBJECT_CORRUPT}
   */
  public byte[] fetch(ObjectKey key, int limit, Supplier<Deadline> deadline) {
    return retry.callUntil(deadline, () -> store.get(key, limit));
  }

  /** An object's size and age, or nothing when there is none. */
  public Optional<ObjectStat> head(ObjectKey key, Supplier<Deadline> deadline) {
    return retry.callUntil(deadline, () -> store.head(key));
  }
}

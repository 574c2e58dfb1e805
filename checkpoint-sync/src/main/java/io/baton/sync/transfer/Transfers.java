package io.baton.sync.transfer;

import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import java.nio.file.Path;
import java.util.Objects;
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

  /** Stores a file. */
  public void send(ObjectKey key, Path file, Supplier<Deadline> deadline) {
    retry.callUntil(
        deadline,
        () -> {
          store.put(key, file);
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
   * verify.
   *
   * @param size bytes that the object should have; a longer one fails with {@code OBJECT_CORRUPT}
   */
  public void fetch(ObjectKey key, long size, Path target, Supplier<Deadline> deadline) {
    retry.callUntil(
        deadline,
        () -> {
          store.get(key, target, size);
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
}

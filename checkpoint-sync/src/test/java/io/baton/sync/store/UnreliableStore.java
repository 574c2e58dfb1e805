package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A store in front of another one that a test can make fail or wait before each write. */
public final class UnreliableStore implements ListableStore {
  private final ListableStore store;
  private final List<ObjectKey> written = new CopyOnWriteArrayList<>();
  private final List<Integer> sentParts = new CopyOnWriteArrayList<>();
  private final List<FileSlice> fetched = new CopyOnWriteArrayList<>();
  private volatile Consumer<ObjectKey> beforeWrite = key -> {};
  private volatile IntConsumer beforePart = number -> {};
  private volatile Consumer<FileSlice> beforeStretch = stretch -> {};
  private volatile Consumer<PartedUpload> beforeCompletion = upload -> {};
  private volatile Consumer<PartedUpload> afterCompletion = upload -> {};

  public UnreliableStore(ListableStore store) {
    this.store = store;
  }

  public void beforeWrite(Consumer<ObjectKey> action) {
    beforeWrite = action;
  }

  public void beforePart(IntConsumer action) {
    beforePart = action;
  }

  public void beforeStretch(Consumer<FileSlice> action) {
    beforeStretch = action;
  }

  public void beforeCompletion(Consumer<PartedUpload> action) {
    beforeCompletion = action;
  }

  public void afterCompletion(Consumer<PartedUpload> action) {
    afterCompletion = action;
  }

  public static SyncException down() {
    return new SyncException(SyncError.STORAGE_UNREACHABLE, "The storage is down.");
  }

  /** In order, every try that succeeded. */
  public List<ObjectKey> written() {
    return written;
  }

  /** The numbers of the parts that were sent, in order, every try that succeeded. */
  public List<Integer> sentParts() {
    return sentParts;
  }

  /** The stretches that were fetched, in order, every try that succeeded. */
  public List<FileSlice> fetched() {
    return fetched;
  }

  @Override
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    beforeWrite.accept(key);
    store.put(key, content, pace);
    written.add(key);
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    beforeWrite.accept(key);
    store.put(key, bytes);
    written.add(key);
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    store.get(key, target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    beforeStretch.accept(target);
    Optional<String> version = store.get(key, size, target, pace);
    fetched.add(target);
    return version;
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

  @Override
  public List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix) {
    return store.unfinished(prefix);
  }

  @Override
  public Optional<PartStore> parts() {
    return store.parts().map(Parts::new);
  }

  /** A part counts as a write. */
  private final class Parts implements PartStore {
    private final PartStore behind;

    Parts(PartStore behind) {
      this.behind = behind;
    }

    @Override
    public PartedUpload begin(ObjectKey key, long size, long partBytes) {
      beforeWrite.accept(key);
      return behind.begin(key, size, partBytes);
    }

    @Override
    public SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace) {
      beforeWrite.accept(upload.key());
      beforePart.accept(number);
      SentPart part = behind.send(upload, number, content, pace);
      sentParts.add(number);
      return part;
    }

    @Override
    public void complete(PartedUpload upload, List<SentPart> parts) {
      beforeWrite.accept(upload.key());
      beforeCompletion.accept(upload);
      behind.complete(upload, parts);
      written.add(upload.key());
      afterCompletion.accept(upload);
    }

    @Override
    public void abort(PartedUpload upload) {
      behind.abort(upload);
    }
  }
}

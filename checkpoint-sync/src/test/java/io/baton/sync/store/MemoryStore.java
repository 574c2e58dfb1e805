package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, for tests that look at many thousands; held to the suite of all stores. */
public final class MemoryStore implements ListableStore {
  private final Map<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<PartedUpload, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final PartStore parts = new Parts();

  /** The objects themselves, to be damaged. */
  public Map<ObjectKey, byte[]> objects() {
    return objects;
  }

  @Override
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    objects.put(key, read(content));
  }

  private static byte[] read(FileSlice content) {
    byte[] bytes = new byte[Math.toIntExact(content.length())];
    try (FileChannel file = SliceReader.open(content)) {
      new SliceReader(file, content).read(bytes);
    } catch (IOException e) {
      throw SyncException.local("reading", content.file(), e);
    }
    return bytes;
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    objects.put(key, bytes.clone());
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    Transfer.toFile(key, new ByteArrayInputStream(require(key)), target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    byte[] object = require(key);
    if (object.length != size) {
      throw ByteRange.otherSize(key, size, object.length);
    }
    InputStream stretch =
        new ByteArrayInputStream(object, (int) target.offset(), (int) target.length());
    Transfer.toSlice(key, stretch, target, pace);
    return Optional.of(versionOf(object));
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return Transfer.toBytes(key, new ByteArrayInputStream(require(key)), limit);
  }

  private static String versionOf(byte[] content) {
    return Integer.toHexString(Arrays.hashCode(content));
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

  @Override
  public Optional<PartStore> parts() {
    return Optional.of(parts);
  }

  @Override
  public List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix) {
    String start = prefix.map(key -> key + "/").orElse("");
    return uploads.keySet().stream()
        .filter(upload -> upload.key().value().startsWith(start))
        .map(upload -> new UnfinishedUpload(upload, Instant.EPOCH))
        .toList();
  }

  private final class Parts implements PartStore {
    @Override
    public PartedUpload begin(ObjectKey key, long size, long partBytes) {
      PartedUpload upload = new PartedUpload(key, UUID.randomUUID().toString());
      uploads.put(upload, new ConcurrentSkipListMap<>());
      return upload;
    }

    @Override
    public SentPart send(PartedUpload upload, int number, FileSlice content, Pace pace) {
      byte[] bytes = read(content);
      require(upload).put(number, bytes);
      return new SentPart(number, versionOf(bytes));
    }

    @Override
    public void complete(PartedUpload upload, List<SentPart> sent) {
      ByteArrayOutputStream object = new ByteArrayOutputStream();
      require(upload).values().forEach(object::writeBytes);
      objects.put(upload.key(), object.toByteArray());
      uploads.remove(upload);
    }

    @Override
    public void abort(PartedUpload upload) {
      uploads.remove(upload);
    }

    private Map<Integer, byte[]> require(PartedUpload upload) {
      return Optional.ofNullable(uploads.get(upload))
          .orElseThrow(
              () -> new SyncException(SyncError.UPLOAD_MISSING, upload + " is not there."));
    }
  }
}

package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.minio.ListObjectsArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.http.Method;
import io.minio.messages.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket, or a prefix in it. The MinIO client signs, lists and keeps uploads in parts; the
 * objects themselves move to and from URLs that it signs, because its own bodies know neither a
 * pace nor an end by interruption.
 */
public final class S3Store implements ListableStore, AutoCloseable {
  private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  private final S3Settings settings;
  private final S3Client client;
  private final SignedHttp http = new SignedHttp(STALL_LIMIT);
  private final S3Parts parts;

  public S3Store(S3Settings settings) {
    this.settings = settings;
    client = new S3Client(settings);
    parts = new S3Parts(client, http);
  }

  @Override
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    http.put(client.sign(Method.PUT, key, Map.of()), key, content, pace);
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    http.put(client.sign(Method.PUT, key, Map.of()), key, bytes);
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    http.get(client.sign(Method.GET, key, Map.of()), key, target, limit, pace);
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    return http.get(client.sign(Method.GET, key, Map.of()), key, size, target, pace);
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return http.get(client.sign(Method.GET, key, Map.of()), key, limit);
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    try {
      StatObjectResponse stat =
          client.call(
              "looking for",
              key,
              () ->
                  client
                      .objects()
                      .statObject(
                          StatObjectArgs.builder()
                              .bucket(settings.bucket())
                              .object(client.name(key))
                              .build()));
      return Optional.of(new ObjectStat(key, stat.size(), stat.lastModified().toInstant()));
    } catch (SyncException e) {
      if (e.error() == SyncError.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void delete(ObjectKey key) {
    client.call(
        "deleting",
        key,
        () -> {
          client
              .objects()
              .removeObject(
                  RemoveObjectArgs.builder()
                      .bucket(settings.bucket())
                      .object(client.name(key))
                      .build());
          return key;
        });
  }

  @Override
  public Optional<PartStore> parts() {
    return Optional.of(parts);
  }

  @Override
  public List<ObjectStat> list(Optional<ObjectKey> prefix) {
    String start = start(prefix);
    Iterable<Result<Item>> results =
        client
            .objects()
            .listObjects(
                ListObjectsArgs.builder()
                    .bucket(settings.bucket())
                    .prefix(start)
                    .recursive(true)
                    .build());
    List<ObjectStat> objects = new ArrayList<>();
    for (Result<Item> result : results) {
      Item item = client.call("listing", place(start), result::get);
      // Consoles make objects whose name ends in a slash, to show empty folders.
      if (!item.isDir() && !item.objectName().endsWith("/")) {
        ObjectKey key = new ObjectKey(item.objectName().substring(root().length()));
        objects.add(new ObjectStat(key, item.size(), item.lastModified().toInstant()));
      }
    }
    return objects;
  }

  @Override
  public List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix) {
    String start = start(prefix);
    return parts.unfinished(root(), start, place(start));
  }

  private String root() {
    return settings.prefix().map(key -> key + "/").orElse("");
  }

  private String start(Optional<ObjectKey> prefix) {
    return root() + prefix.map(key -> key + "/").orElse("");
  }

  private ObjectKey place(String start) {
    return new ObjectKey(
        start.isEmpty() ? settings.bucket() : start.substring(0, start.length() - 1));
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}

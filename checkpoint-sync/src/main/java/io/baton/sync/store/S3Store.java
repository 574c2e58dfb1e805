package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bucket, or a prefix in it, through the MinIO client; files above the part size go in parts. */
public final class S3Store implements ListableStore, AutoCloseable {
  private static final long PART_BYTES = 16L << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Without a byte read or written. */
  private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  private final S3Settings settings;
  private final MinioClient client;

  public S3Store(S3Settings settings) {
    this.settings = settings;
    client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentialsProvider(
                new StaticProvider(
                    settings.accessKey(),
                    settings.secretKey(),
                    settings.sessionToken().orElse(null)))
            .build();
    client.setTimeout(CONNECT_TIMEOUT.toMillis(), STALL_LIMIT.toMillis(), STALL_LIMIT.toMillis());
  }

  @Override
  public void put(ObjectKey key, Path file) {
    if (!Files.isReadable(file)) {
      throw new SyncException(SyncError.LOCAL_IO, "The file " + file + " cannot be read.");
    }
    call(
        "storing",
        key,
        () ->
            client.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(name(key))
                    .filename(file.toString(), PART_BYTES)
                    .build()));
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    call(
        "storing",
        key,
        () ->
            client.putObject(
                PutObjectArgs.builder().bucket(settings.bucket()).object(name(key)).stream(
                        new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build()));
  }

  @Override
  public void get(ObjectKey key, Path target, long limit) {
    call(
        "fetching",
        key,
        () -> {
          try (InputStream content = open(key)) {
            Transfer.toFile(key, content, target, limit);
          }
          return target;
        });
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    return call(
        "fetching",
        key,
        () -> {
          try (InputStream content = open(key)) {
            return Transfer.toBytes(key, content, limit);
          }
        });
  }

  private InputStream open(ObjectKey key)
      throws MinioException, IOException, GeneralSecurityException {
    return client.getObject(
        GetObjectArgs.builder().bucket(settings.bucket()).object(name(key)).build());
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    try {
      StatObjectResponse stat =
          call(
              "looking for",
              key,
              () ->
                  client.statObject(
                      StatObjectArgs.builder()
                          .bucket(settings.bucket())
                          .object(name(key))
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
    call(
        "deleting",
        key,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(settings.bucket()).object(name(key)).build());
          return key;
        });
  }

  @Override
  public List<ObjectStat> list(Optional<ObjectKey> prefix) {
    String root = settings.prefix().map(key -> key + "/").orElse("");
    String start = root + prefix.map(key -> key + "/").orElse("");
    Iterable<Result<Item>> results =
        client.listObjects(
            ListObjectsArgs.builder()
                .bucket(settings.bucket())
                .prefix(start)
                .recursive(true)
                .build());
    List<ObjectStat> objects = new ArrayList<>();
    ObjectKey place =
        new ObjectKey(start.isEmpty() ? settings.bucket() : start.substring(0, start.length() - 1));
    for (Result<Item> result : results) {
      Item item = call("listing", place, result::get);
      // Consoles make objects whose name ends in a slash, to show empty folders.
      if (!item.isDir() && !item.objectName().endsWith("/")) {
        ObjectKey key = new ObjectKey(item.objectName().substring(root.length()));
        objects.add(new ObjectStat(key, item.size(), item.lastModified().toInstant()));
      }
    }
    return objects;
  }

  private String name(ObjectKey key) {
    return settings.prefix().map(prefix -> prefix.resolve(key.value())).orElse(key).value();
  }

  private interface Call<T> {
    T run() throws MinioException, IOException, GeneralSecurityException;
  }

  private <T> T call(String doing, ObjectKey key, Call<T> call) {
    try {
      return call.run();
    } catch (ErrorResponseException e) {
      int status = e.response() == null ? 0 : e.response().code();
      throw new S3Answer(
              status, e.errorResponse().code(), String.valueOf(e.errorResponse().message()))
          .failure(doing, key);
    } catch (ServerException e) {
      throw new S3Answer(e.statusCode(), "", "").failure(doing, key);
    } catch (MinioException e) {
      // The answer is not S3's XML: something else listens there, or the server is failing.
      throw new SyncException(
          SyncError.STORAGE_FAILED,
          "What answers at "
              + settings.endpoint()
              + " does not answer as S3 does while "
              + doing
              + " "
              + key
              + ": "
              + startOf(e)
              + ".",
          e);
    } catch (InterruptedIOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw SyncException.interrupted(doing + " " + key, e);
      }
      throw Transfer.unreachable(doing, key, e);
    } catch (IOException e) {
      throw Transfer.unreachable(doing, key, e);
    } catch (GeneralSecurityException e) {
      throw new SyncException(
          SyncError.BAD_INPUT, "The S3 keys cannot sign: " + SyncException.describe(e) + ".", e);
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "S3 does not take bucket '"
              + settings.bucket()
              + "', key "
              + key
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  /** The client quotes whole HTML pages. */
  private static String startOf(MinioException failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    return message.length() > 160 ? message.substring(0, 160) + "…" : message;
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new SyncException(
          SyncError.LOCAL_IO, "The S3 client did not close: " + SyncException.describe(e) + ".", e);
    }
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}

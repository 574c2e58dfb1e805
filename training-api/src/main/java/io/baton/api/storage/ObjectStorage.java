package io.baton.api.storage;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.StorageConfig;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrl;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.http.Method;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import io.minio.messages.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The bucket. Calls that go over the network throw {@link StorageUnavailableException} when it does
 * not answer as it should; signing is a computation and cannot fail that way.
 */
@ApplicationScoped
public class ObjectStorage {
  private static final Set<String> NOT_THERE = Set.of("NoSuchKey", "NoSuchObject", "NotFound");
  private static final int DELETE_BATCH = 1000;

  private final StorageConfig config;
  private final MinioClient client;

  ObjectStorage(StorageClients clients, BatonConfig config) {
    this.client = clients.objects();
    this.config = config.storage();
  }

  /** Creates the bucket if it is missing. */
  public void ensureBucket() {
    String bucket = config.bucket();
    call(
        () -> {
          if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            client.makeBucket(
                MakeBucketArgs.builder().bucket(bucket).region(config.region()).build());
          }
          return null;
        });
  }

  /** An object's size in bytes; empty when there is none. */
  public OptionalLong size(String key) {
    StatObjectArgs args = StatObjectArgs.builder().bucket(config.bucket()).object(key).build();
    return callIfThere(() -> client.statObject(args).size())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** An object's content, to be closed; empty when there is none. */
  public Optional<InputStream> open(String key) {
    GetObjectArgs args = GetObjectArgs.builder().bucket(config.bucket()).object(key).build();
    return callIfThere(() -> client.getObject(args));
  }

  /** Uploads a file of this machine. */
  public void put(String key, Path file) {
    call(
        () ->
            client.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(config.bucket())
                    .object(key)
                    .filename(file.toString())
                    .build()));
  }

  /** Deletes objects; those that are gone already are no error. */
  public void delete(Collection<String> keys) {
    List<DeleteObject> all = keys.stream().map(DeleteObject::new).toList();
    for (int from = 0; from < all.size(); from += DELETE_BATCH) {
      List<DeleteObject> batch = all.subList(from, Math.min(all.size(), from + DELETE_BATCH));
      call(
          () -> {
            RemoveObjectsArgs args =
                RemoveObjectsArgs.builder().bucket(config.bucket()).objects(batch).build();
            for (Result<DeleteError> refused : client.removeObjects(args)) {
              DeleteError error = refused.get();
              if (!NOT_THERE.contains(error.code())) {
                throw new IOException(error.objectName() + " was not deleted: " + error.message());
              }
            }
            return null;
          });
    }
  }

  /** Every key below a prefix. */
  public List<String> list(String prefix) {
    return call(
        () -> {
          List<String> keys = new ArrayList<>();
          ListObjectsArgs args =
              ListObjectsArgs.builder()
                  .bucket(config.bucket())
                  .prefix(prefix)
                  .recursive(true)
                  .build();
          for (Result<Item> item : client.listObjects(args)) {
            keys.add(item.get().objectName());
          }
          return keys;
        });
  }

  /** Scheme, host and port of all signed URLs: on AWS the bucket is part of the host. */
  public String origin() {
    URI signed = sign(AccessMethod.GET, "origin", config.urlExpiry()).url();
    return signed.getScheme() + "://" + signed.getAuthority();
  }

  public SignedUrl sign(AccessMethod method, String key, Duration expiry) {
    return sign(method, key, Map.of(), expiry);
  }

  /** Leave to download an object, which browsers save under that name. */
  public SignedUrl signDownload(String key, DownloadName name, Duration expiry) {
    return sign(
        AccessMethod.GET,
        key,
        Map.of("response-content-disposition", name.contentDisposition()),
        expiry);
  }

  private SignedUrl sign(
      AccessMethod method, String key, Map<String, String> parameters, Duration expiry) {
    try {
      String url =
          client.getPresignedObjectUrl(
              GetPresignedObjectUrlArgs.builder()
                  .method(Method.valueOf(method.name()))
                  .bucket(config.bucket())
                  .object(key)
                  .extraQueryParams(parameters)
                  .expiry(Math.toIntExact(expiry.toSeconds()), TimeUnit.SECONDS)
                  .build());
      Instant expiresAt = Instant.now().plus(expiry).truncatedTo(ChronoUnit.SECONDS);
      return new SignedUrl(key, method, URI.create(url), expiresAt);
    } catch (MinioException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a URL for " + key + " cannot be signed", e);
    }
  }

  private <T> Optional<T> callIfThere(Call<T> call) {
    return call(
        () -> {
          try {
            return Optional.of(call.now());
          } catch (ErrorResponseException e) {
            if (NOT_THERE.contains(e.errorResponse().code())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T call(Call<T> call) {
    try {
      return call.now();
    } catch (MinioException | GeneralSecurityException | IOException e) {
      throw new StorageUnavailableException(e);
    }
  }

  private interface Call<T> {
    T now() throws MinioException, GeneralSecurityException, IOException;
  }
}

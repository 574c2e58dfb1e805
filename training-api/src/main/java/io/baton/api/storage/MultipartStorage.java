package io.baton.api.storage;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.StorageConfig;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrl;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioAsyncClient;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.http.Method;
import io.minio.messages.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Objects that come in parts. */
@ApplicationScoped
public class MultipartStorage {
  private static final Logger LOG = Logger.getLogger(MultipartStorage.class);

  /** What servers say of an upload that is complete, given up or was never begun. */
  private static final Set<String> NO_UPLOAD = Set.of("NoSuchUpload", "NoSuchKey");

  private static final Set<String> BAD_PARTS =
      Set.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "InvalidArgument");
  private static final int MOST_UPLOADS = 1000;

  private final MinioAsyncClient client;
  private final StorageConfig config;

  MultipartStorage(StorageClients clients, BatonConfig config) {
    this.client = clients.parts();
    this.config = config.storage();
  }

  /** Begins an upload; returns the storage's name for it. */
  public String begin(String key) {
    return answer(
            () ->
                client.createMultipartUploadAsync(
                    config.bucket(), config.region(), key, null, null))
        .result()
        .uploadId();
  }

  /** Leave to send a part. */
  public SignedUrl sign(String key, String uploadId, int number, Duration expiry) {
    try {
      String url =
          client.getPresignedObjectUrl(
              GetPresignedObjectUrlArgs.builder()
                  .method(Method.PUT)
                  .bucket(config.bucket())
                  .object(key)
                  .extraQueryParams(
                      Map.of("uploadId", uploadId, "partNumber", Integer.toString(number)))
                  .expiry(Math.toIntExact(expiry.toSeconds()), TimeUnit.SECONDS)
                  .build());
      Instant expiresAt = Instant.now().plus(expiry).truncatedTo(ChronoUnit.SECONDS);
      return new SignedUrl(key, AccessMethod.PUT, URI.create(url), expiresAt);
    } catch (MinioException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a URL for part " + number + " cannot be signed", e);
    }
  }

  /**
   * Makes the parts one object.
   *
   * @param etags of all parts, by number
   * @return false if storage knows no such upload, perhaps because it is complete already
   * @throws ProblemException with {@code object-missing} if the parts are not as was said
   */
  public boolean complete(String key, String uploadId, List<String> etags) {
    Part[] parts = new Part[etags.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Part(i + 1, etags.get(i));
    }
    try {
      answer(
          () ->
              client.completeMultipartUploadAsync(
                  config.bucket(), config.region(), key, uploadId, parts, null, null));
      return true;
    } catch (StorageUnavailableException e) {
      String code = errorCode(e);
      if (NO_UPLOAD.contains(code)) {
        return false;
      }
      if (BAD_PARTS.contains(code)) {
        throw new ProblemException(
            ErrorCode.OBJECT_MISSING,
            "Storage does not hold the parts of "
                + key
                + " as was said ("
                + code
                + "); send them again.");
      }
      throw e;
    }
  }

  /** Gives an upload up; one that is gone already is no error. */
  public void abort(String key, String uploadId) {
    try {
      answer(
          () ->
              client.abortMultipartUploadAsync(
                  config.bucket(), config.region(), key, uploadId, null, null));
    } catch (StorageUnavailableException e) {
      if (!NO_UPLOAD.contains(errorCode(e))) {
        throw e;
      }
    }
  }

  /** Gives up whatever uploads of an object there are. */
  public void abortAll(String key) {
    try {
      answer(
              () ->
                  client.listMultipartUploadsAsync(
                      config.bucket(),
                      config.region(),
                      null,
                      null,
                      null,
                      MOST_UPLOADS,
                      key,
                      null,
                      null,
                      null))
          .result()
          .uploads()
          .stream()
          .filter(upload -> upload.objectName().equals(key))
          .forEach(upload -> abort(key, upload.uploadId()));
    } catch (StorageUnavailableException e) {
      if (e.getCause() instanceof InvalidResponseException) {
        LOG.warnf("the storage does not list uploads: one of %s may be left there", key);
        return;
      }
      throw e;
    }
  }

  private interface Call<T> {
    CompletableFuture<T> begin() throws MinioException, GeneralSecurityException, IOException;
  }

  private <T> T answer(Call<T> call) {
    try {
      // The client gives up by itself; this is for one that does not.
      return call.begin().get(2 * config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StorageUnavailableException(cause(e));
    } catch (MinioException | GeneralSecurityException | IOException | TimeoutException e) {
      throw new StorageUnavailableException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailableException(e);
    }
  }

  /** The library wraps what it has to say more than once. */
  private static Exception cause(ExecutionException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof MinioException minio) {
        return minio;
      }
    }
    return e;
  }

  private static String errorCode(StorageUnavailableException e) {
    return e.getCause() instanceof ErrorResponseException answer
        ? String.valueOf(answer.errorResponse().code())
        : "";
  }
}

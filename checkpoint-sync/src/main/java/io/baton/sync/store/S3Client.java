package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.http.Method;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** The MinIO client for one bucket, with this library's errors instead of its exceptions. */
final class S3Client implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Without a byte read or written. */
  private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  /** Of all buckets: it costs threads, and keeps connections that the next one can use. */
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder()
          .connectTimeout(CONNECT_TIMEOUT)
          .readTimeout(STALL_LIMIT)
          .writeTimeout(STALL_LIMIT)
          .build();

  /** Requests begin as soon as their URL is signed. */
  private static final int URL_EXPIRY_SECONDS = 3600;

  interface Call<T> {
    T run() throws MinioException, IOException, GeneralSecurityException;
  }

  private final S3Settings settings;
  private final MinioClient objects;
  private final MinioAsyncClient uploads;

  S3Client(S3Settings settings) {
    this.settings = settings;
    Provider credentials =
        new StaticProvider(
            settings.accessKey(), settings.secretKey(), settings.sessionToken().orElse(null));
    objects =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentialsProvider(credentials)
            .httpClient(HTTP)
            .build();
    uploads =
        MinioAsyncClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentialsProvider(credentials)
            .httpClient(HTTP)
            .build();
  }

  S3Settings settings() {
    return settings;
  }

  MinioClient objects() {
    return objects;
  }

  MinioAsyncClient uploads() {
    return uploads;
  }

  /** The object's name in the bucket. */
  String name(ObjectKey key) {
    return settings.prefix().map(prefix -> prefix.resolve(key.value())).orElse(key).value();
  }

  /** Signs by itself; no server is asked. */
  URI sign(Method method, ObjectKey key, Map<String, String> query) {
    return call(
        "signing for",
        key,
        () ->
            URI.create(
                objects.getPresignedObjectUrl(
                    GetPresignedObjectUrlArgs.builder()
                        .method(method)
                        .bucket(settings.bucket())
                        .object(name(key))
                        .extraQueryParams(query)
                        .expiry(URL_EXPIRY_SECONDS, TimeUnit.SECONDS)
                        .build())));
  }

  /** A call of the client that answers later; the calling thread waits. */
  <T> T await(String doing, ObjectKey key, Call<CompletableFuture<T>> call) {
    return call(
        doing,
        key,
        () -> {
          CompletableFuture<T> answer = call.run();
          try {
            return answer.get();
          } catch (ExecutionException e) {
            throw asItWas(e);
          } catch (InterruptedException e) {
            answer.cancel(true);
            throw SyncException.interrupted(doing + " " + key, e);
          }
        });
  }

  /** The client wraps what it has to say more than once. */
  private static IOException asItWas(ExecutionException wrapped)
      throws MinioException, GeneralSecurityException {
    for (Throwable each = wrapped.getCause(); each != null; each = each.getCause()) {
      if (each instanceof MinioException failure) {
        throw failure;
      }
      if (each instanceof GeneralSecurityException failure) {
        throw failure;
      }
      if (each instanceof IOException failure) {
        return failure;
      }
    }
    throw new IllegalStateException("the S3 client broke", wrapped);
  }

  <T> T call(String doing, ObjectKey key, Call<T> call) {
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
      throw noS3(doing, key, e);
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

  /** The answer is not S3's XML: something else listens there, or the server is failing. */
  private SyncException noS3(String doing, ObjectKey key, MinioException failure) {
    return new SyncException(
        SyncError.STORAGE_FAILED,
        "What answers at "
            + settings.endpoint()
            + " does not answer as S3 does while "
            + doing
            + " "
            + key
            + ": "
            + startOf(failure)
            + ".",
        failure);
  }

  /** The client quotes whole HTML pages. */
  private static String startOf(MinioException failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    return message.length() > 160 ? message.substring(0, 160) + "…" : message;
  }

  @Override
  public void close() {
    try {
      objects.close();
      uploads.close();
    } catch (Exception e) {
      throw new SyncException(
          SyncError.LOCAL_IO, "The S3 client did not close: " + SyncException.describe(e) + ".", e);
    }
  }
}

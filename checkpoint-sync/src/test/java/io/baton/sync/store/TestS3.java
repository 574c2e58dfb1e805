package io.baton.sync.store;

import io.baton.locals3.LocalS3Process;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioClient;
import io.minio.http.Method;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A real S3 server for the tests of one JVM; it ends with the JVM. */
public final class TestS3 {
  public static final String BUCKET = "checkpoints";
  private static LocalS3Process server;

  private TestS3() {}

  public static synchronized LocalS3Process server() {
    if (server == null) {
      server = start();
    }
    return server;
  }

  /** A server of the test's own, to be stopped by it. */
  public static LocalS3Process start() {
    try {
      Path directory = Files.createTempDirectory("checkpoint-sync-s3");
      return LocalS3Process.in(directory.resolve("data")).buckets(BUCKET).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectKey freshPrefix() {
    return new ObjectKey("test-" + UUID.randomUUID());
  }

  public static S3Settings settings(URI endpoint, ObjectKey prefix) {
    return new S3Settings(
        endpoint,
        "us-east-1",
        server().accessKey(),
        server().secretKey(),
        Optional.empty(),
        BUCKET,
        Optional.of(prefix));
  }

  public static S3Store store(ObjectKey prefix) {
    return new S3Store(settings(server().endpoint(), prefix));
  }

  /** Signs URLs below a prefix, as a platform's API would. */
  public static UrlSigner signer(URI endpoint, String secretKey, String bucket, ObjectKey prefix) {
    MinioClient client =
        MinioClient.builder()
            .endpoint(endpoint.toString())
            .region("us-east-1")
            .credentials(server().accessKey(), secretKey)
            .build();
    return (method, key) -> {
      try {
        return URI.create(
            client.getPresignedObjectUrl(
                GetPresignedObjectUrlArgs.builder()
                    .method(Method.valueOf(method.name()))
                    .bucket(bucket)
                    .object(prefix.resolve(key.value()).value())
                    .build()));
      } catch (Exception e) {
        throw new IOException(e);
      }
    };
  }
}

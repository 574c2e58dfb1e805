package io.baton.sync.store;

import io.baton.locals3.LocalS3Process;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** s3proxy for the tests of one JVM; it ends with the JVM. */
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

  public static TestBucket bucket() {
    return new TestBucket(server().endpoint(), server().accessKey(), server().secretKey(), BUCKET);
  }

  public static ObjectKey freshPrefix() {
    return TestBucket.freshPrefix();
  }

  public static S3Settings settings(URI endpoint, ObjectKey prefix) {
    return bucket().at(endpoint).settings(Optional.of(prefix));
  }

  public static S3Store store(ObjectKey prefix) {
    return bucket().store(prefix);
  }
}

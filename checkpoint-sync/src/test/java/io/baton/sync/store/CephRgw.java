package io.baton.sync.store;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A Ceph object gateway for the tests of one JVM; it ends with the JVM, however that ends. Where
 * Ceph is not installed its tests are skipped, unless the environment says {@code
 * BATON_REQUIRE_CEPH=true}.
 */
public final class CephRgw {
  private static final List<String> PROGRAMS = List.of("ceph-mon", "ceph-osd", "radosgw", "ceph");
  private static TestBucket bucket;

  /** The gateway ends when nobody holds its standard input any more. */
  private static Process process;

  private CephRgw() {}

  public static synchronized TestBucket bucket() {
    if (bucket == null) {
      if (!Boolean.parseBoolean(System.getenv("BATON_REQUIRE_CEPH"))) {
        Assumptions.assumeTrue(isInstalled(), "Ceph's packages are not installed.");
      }
      bucket = start();
    }
    return bucket;
  }

  private static boolean isInstalled() {
    return PROGRAMS.stream().allMatch(CephRgw::isInstalled);
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Path.of(folder, program).toFile().canExecute()) {
        return true;
      }
    }
    return false;
  }

  private static TestBucket start() {
    try {
      process =
          new ProcessBuilder("bench/ceph-rgw")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("Ceph's gateway did not start; its errors are above.");
      }
      String[] words = line.split(" ");
      TestBucket started = new TestBucket(URI.create(words[1]), words[2], words[3], "checkpoints");
      make(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(TestBucket bucket) {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(bucket.endpoint().toString())
            .region("us-east-1")
            .credentials(bucket.accessKey(), bucket.secretKey())
            .build()) {
      client.makeBucket(MakeBucketArgs.builder().bucket(bucket.name()).build());
    } catch (Exception e) {
      throw new IllegalStateException("no bucket could be made", e);
    }
  }
}

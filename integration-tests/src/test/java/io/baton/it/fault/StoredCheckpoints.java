package io.baton.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What lies in storage, read past every connection: the files that the S3 server keeps. Each
 * checkpoint is looked at when it is first seen.
 */
final class StoredCheckpoints {
  private final Path bucket;
  private final Set<Checkpoint> seen = new HashSet<>();

  StoredCheckpoints(Path bucket) {
    this.bucket = bucket;
  }

  int seen() {
    return seen.size();
  }

  /** Every one that the API calls committed is there, whole, with the digests that it names. */
  void assertVerify(List<Checkpoint> committed) {
    for (Checkpoint checkpoint : committed) {
      if (seen.add(checkpoint)) {
        assertVerifies(checkpoint);
      }
    }
  }

  private void assertVerifies(Checkpoint checkpoint) {
    try {
      byte[] manifest = Files.readAllBytes(bucket.resolve(checkpoint.manifestKey()));
      assertThat(sha256(manifest)).as("%s", checkpoint).isEqualTo(checkpoint.manifestSha256());
      assertFilesVerify(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertFilesVerify(byte[] manifest) throws IOException {
    JsonNode files = Json.mapper().readTree(manifest).path("files");
    assertThat(files).isNotEmpty();
    for (JsonNode file : files) {
      byte[] stored = Files.readAllBytes(bucket.resolve(file.path("key").asText()));
      assertThat(stored).as("%s", file).hasSize(file.path("size").asInt());
      assertThat(sha256(stored)).as("%s", file).isEqualTo(file.path("sha256").asText());
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

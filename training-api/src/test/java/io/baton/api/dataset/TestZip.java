package io.baton.api.dataset;

import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.sha256;

import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.storage.SignedUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Makes zips, also such as no good tool makes. */
final class TestZip {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

  TestZip file(String name, byte[] content) {
    return add(new ZipArchiveEntry(name), content);
  }

  TestZip file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  TestZip link(String name, String target) {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
    return add(entry, target.getBytes(StandardCharsets.UTF_8));
  }

  private TestZip add(ZipArchiveEntry entry, byte[] content) {
    try {
      zip.putArchiveEntry(entry);
      zip.write(content);
      zip.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      zip.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Announces and uploads. */
  static void upload(DatasetId dataset, byte[] content) {
    put(announce(dataset, content).url(), content);
  }

  static SignedUrl announce(DatasetId dataset, byte[] content) {
    return read(
        post(
            "/v1/datasets/" + dataset + "/archive",
            new DatasetArchive(content.length, sha256(content))),
        200,
        SignedUrl.class);
  }
}

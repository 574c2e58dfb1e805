package io.baton.sync.upload;

import io.baton.sync.SyncException;
import io.baton.sync.codec.CompressionDecision;
import io.baton.sync.codec.Estimate;
import io.baton.sync.codec.FileEncoder;
import io.baton.sync.local.LocalFile;
import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.Encoding;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends a file as it is, or encoded where the compression says so. */
final class FileSender {
  /** Until a file was encoded on this machine. */
  private static final double ASSUMED_ENCODED_PER_SECOND = 100e6;

  private final Transfers transfers;
  private final Compression compression;
  private final Rate sent = new Rate();
  private final Rate encoded = new Rate();

  FileSender(Transfers transfers, Compression compression) {
    this.transfers = transfers;
    this.compression = compression;
  }

  ManifestFile send(LocalFile file, Sha256 sha256, ObjectKey key, Supplier<Deadline> deadline) {
    Optional<Encoding> encoding = encoding(file);
    if (encoding.isEmpty()) {
      ObjectKey at = send(key, file.file(), file.size(), sha256, deadline);
      return new ManifestFile(file.path(), file.size(), sha256, at);
    }
    Path scratch = compression.scratch().orElseThrow().resolve("encoding");
    try {
      Files.createDirectories(scratch.getParent());
      try {
        EncodedAs object = encode(encoding.get(), file, scratch);
        ObjectKey at = send(key, scratch, object.size(), object.sha256(), deadline);
        return new ManifestFile(file.path(), file.size(), sha256, at, Optional.of(object));
      } finally {
        Files.deleteIfExists(scratch);
      }
    } catch (IOException e) {
      throw SyncException.local("writing", scratch, e);
    }
  }

  private EncodedAs encode(Encoding encoding, LocalFile file, Path scratch) {
    long began = System.nanoTime();
    EncodedAs object = new FileEncoder().encode(encoding, file.file(), scratch);
    encoded.saw(file.size(), System.nanoTime() - began);
    return object;
  }

  private ObjectKey send(
      ObjectKey key, Path file, long size, Sha256 sha256, Supplier<Deadline> deadline) {
    long began = System.nanoTime();
    ObjectKey at = transfers.send(key, file, sha256, deadline);
    if (size >= CompressionDecision.SMALLEST_BYTES) {
      sent.saw(size, System.nanoTime() - began);
    }
    return at;
  }

  private Optional<Encoding> encoding(LocalFile file) {
    if (compression.when() == Compression.When.NEVER
        || file.size() < CompressionDecision.SMALLEST_BYTES) {
      return Optional.empty();
    }
    Estimate estimate = new FileEncoder().estimate(file.file());
    boolean worth =
        switch (compression.when()) {
          case NEVER -> false;
          case WHERE_IT_PAYS ->
              CompressionDecision.pays(
                  estimate.share(),
                  encoded.perSecond().orElse(ASSUMED_ENCODED_PER_SECOND),
                  sent.perSecond());
          case WHERE_IT_SAVES -> CompressionDecision.saves(estimate.share());
        };
    return worth ? Optional.of(estimate.encoding()) : Optional.empty();
  }
}

package io.baton.sync.restore;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.codec.FileDecoder;
import io.baton.sync.codec.FileDecoder.NotDecodableException;
import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Fetches files of checkpoints, and lets none pass that is not what its manifest says. */
final class VerifiedFetch {
  private static final int DIGITS = 16;

  private final Transfers transfers;
  private final Supplier<Deadline> deadline;

  /**
   * @param deadline for each object, asked for when its turn comes
   */
  VerifiedFetch(Transfers transfers, Supplier<Deadline> deadline) {
    this.transfers = transfers;
    this.deadline = deadline;
  }

  /**
   * Makes a file what the manifest says, going on with what is there of it.
   *
   * @param scratch what an encoded object is fetched to has this path with something appended
   * @return bytes of the object that was fetched; 0 if the file was there already
   * @throws SyncException with {@code OBJECT_CORRUPT}, {@code OBJECT_MISSING}
   */
  long fetch(ManifestFile file, Path target, Path scratch) {
    if (is(target, file.size(), file.sha256())) {
      return 0;
    }
    if (file.encoded().isEmpty()) {
      fetch(file.key(), target, file.size(), file.sha256());
    } else {
      fetchEncoded(file, file.encoded().get(), target, scratch);
    }
    return file.storedSize();
  }

  private void fetchEncoded(ManifestFile file, EncodedAs encoded, Path target, Path scratch) {
    String digits = encoded.sha256().hex().substring(0, DIGITS);
    Path object = scratch.resolveSibling(scratch.getFileName() + ".object-" + digits);
    fetch(file.key(), object, encoded.size(), encoded.sha256());
    try {
      FileDecoder.decode(encoded.encoding(), object, target, file.size());
    } catch (NotDecodableException e) {
      throw corrupt(file.key(), e.getMessage());
    }
    delete(object);
    if (!Sha256.of(target).equals(file.sha256())) {
      throw corrupt(file.key(), "the SHA-256 of what it makes is not the manifest's");
    }
  }

  /**
   * What went on from an earlier try may have gone wrong on this machine, and what came over the
   * network on its way: only a second, whole one says that the object is damaged.
   */
  private void fetch(ObjectKey key, Path target, long size, Sha256 sha256) {
    if (!fetchOnce(key, target, size, sha256)) {
      delete(target);
      if (!fetchOnce(key, target, size, sha256)) {
        throw wrong(key, target, size);
      }
    }
  }

  private boolean fetchOnce(ObjectKey key, Path target, long size, Sha256 sha256) {
    Deadline ofThisObject = deadline.get();
    transfers.fetch(key, size, target, () -> ofThisObject);
    return is(target, size, sha256);
  }

  private static SyncException wrong(ObjectKey key, Path target, long size) {
    long actual = target.toFile().length();
    return actual == size
        ? corrupt(key, "its SHA-256 is not the manifest's")
        : corrupt(key, "it has " + actual + " bytes instead of " + size);
  }

  private static boolean is(Path file, long size, Sha256 sha256) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) == size
          && Sha256.of(file).equals(sha256);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SyncException.local("deleting", file, e);
    }
  }

  private static SyncException corrupt(ObjectKey key, String reason) {
    return new SyncException(
        SyncError.OBJECT_CORRUPT, "The object " + key + " is corrupt: " + reason + ".");
  }
}

package io.baton.sync.upload;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.local.LocalFile;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends one checkpoint: its files, then, if they did not change meanwhile, its manifest. Not for
 * several threads at a time.
 */
public final class CheckpointUploader {
  private final Transfers transfers;
  private final CheckpointKeys keys;
  private final FileSender sender;
  private final LossSource losses;

  /** Files as they are, no losses. */
  public CheckpointUploader(Transfers transfers, CheckpointKeys keys) {
    this(transfers, keys, Compression.off(), LossSource.none());
  }

  public CheckpointUploader(
      Transfers transfers, CheckpointKeys keys, Compression compression, LossSource losses) {
    this.transfers = transfers;
    this.keys = keys;
    this.losses = losses;
    sender = new FileSender(transfers, compression);
  }

  /**
   * @param known a committed checkpoint whose objects are referred to instead of sending the same
   *     bytes again
   * @param deadline of the whole upload, asked for after each failure
   */
  public CommittedCheckpoint upload(
      LocalCheckpoint checkpoint, Optional<Manifest> known, Supplier<Deadline> deadline) {
    return upload(checkpoint, known, deadline, () -> {});
  }

  /**
   * @param beforeCommit is called when all objects are stored and only the manifest is left to send
   */
  CommittedCheckpoint upload(
      LocalCheckpoint checkpoint,
      Optional<Manifest> known,
      Supplier<Deadline> deadline,
      Runnable beforeCommit) {
    List<LocalFile> files = checkpoint.files();
    if (files.isEmpty()) {
      throw changed(checkpoint, "it holds no file");
    }
    Map<Sha256, ManifestFile> before = new HashMap<>();
    known.ifPresent(manifest -> manifest.files().forEach(file -> before.put(file.sha256(), file)));
    try {
      Contents contents = send(checkpoint, files, before, deadline);
      if (!checkpoint.files().equals(files)) {
        throw changed(checkpoint, "its files are still being written");
      }
      beforeCommit.run();
      return commit(checkpoint.step(), contents, deadline);
    } catch (SyncException e) {
      if (e.error() == SyncError.LOCAL_IO && !isUntouched(checkpoint, files)) {
        throw changed(checkpoint, "its files vanished while they were sent");
      }
      throw e;
    }
  }

  private record Contents(List<ManifestFile> files, long sentBytes) {}

  private Contents send(
      LocalCheckpoint checkpoint,
      List<LocalFile> files,
      Map<Sha256, ManifestFile> before,
      Supplier<Deadline> deadline) {
    Map<Sha256, ManifestFile> stored = new HashMap<>();
    List<ManifestFile> entries = new ArrayList<>();
    long sent = 0;
    for (LocalFile file : files) {
      Sha256 sha256 = Sha256.of(file.file());
      Optional<ManifestFile> same =
          Optional.ofNullable(stored.get(sha256))
              .or(() -> stillThere(before.get(sha256), deadline))
              .filter(known -> known.size() == file.size());
      ManifestFile entry;
      if (same.isPresent()) {
        entry = same.get().at(file.path());
      } else {
        entry = sender.send(file, sha256, keys.file(checkpoint.step(), file.path()), deadline);
        sent += entry.storedSize();
      }
      stored.put(sha256, entry);
      entries.add(entry);
    }
    return new Contents(entries, sent);
  }

  /** An earlier checkpoint's object may have been deleted since by somebody's retention. */
  private Optional<ManifestFile> stillThere(ManifestFile known, Supplier<Deadline> deadline) {
    return Optional.ofNullable(known)
        .filter(
            file ->
                transfers
                    .head(file.key(), deadline)
                    .filter(object -> object.size() == file.storedSize())
                    .isPresent());
  }

  private static boolean isUntouched(LocalCheckpoint checkpoint, List<LocalFile> files) {
    try {
      return checkpoint.exists() && checkpoint.files().equals(files);
    } catch (SyncException e) {
      return e.error() != SyncError.CHECKPOINT_CHANGED;
    }
  }

  private CommittedCheckpoint commit(int step, Contents contents, Supplier<Deadline> deadline) {
    Manifest manifest = new Manifest(step, contents.files(), losses.lossAt(step));
    byte[] json = ManifestJson.write(manifest);
    ObjectKey key = keys.manifest(step);
    transfers.send(key, json, deadline);
    return new CommittedCheckpoint(
        key, Sha256.of(json), json.length, contents.sentBytes(), manifest);
  }

  private static SyncException changed(LocalCheckpoint checkpoint, String how) {
    return new SyncException(
        SyncError.CHECKPOINT_CHANGED,
        "The checkpoint " + checkpoint.directory() + " is not finished: " + how + ".");
  }
}

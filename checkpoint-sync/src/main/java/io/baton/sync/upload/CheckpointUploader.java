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

/** Sends one checkpoint: its files, then, if they did not change meanwhile, its manifest. */
public final class CheckpointUploader {
  private final Transfers transfers;
  private final CheckpointKeys keys;

  public CheckpointUploader(Transfers transfers, CheckpointKeys keys) {
    this.transfers = transfers;
    this.keys = keys;
  }

  /**
   * @param known a committed checkpoint whose objects are referred to instead of sending the same
   *     bytes again
   * @param deadline of the whole upload, asked for after each failure
   */
  public CommittedCheckpoint upload(
      LocalCheckpoint checkpoint, Optional<Manifest> known, Supplier<Deadline> deadline) {
    List<LocalFile> files = checkpoint.files();
    if (files.isEmpty()) {
      throw changed(checkpoint, "it holds no file");
    }
    Map<Sha256, ManifestFile> stored = new HashMap<>();
    known.ifPresent(manifest -> manifest.files().forEach(file -> stored.put(file.sha256(), file)));
    List<ManifestFile> entries = new ArrayList<>();
    long sent = 0;
    for (LocalFile file : files) {
      Sha256 sha256 = Sha256.of(file.file());
      ManifestFile same = stored.get(sha256);
      ManifestFile entry;
      if (same != null && same.size() == file.size()) {
        entry = new ManifestFile(file.path(), file.size(), sha256, same.key());
      } else {
        ObjectKey key = keys.file(checkpoint.step(), file.path());
        ObjectKey at = transfers.send(key, file.file(), sha256, deadline);
        sent += file.size();
        entry = new ManifestFile(file.path(), file.size(), sha256, at);
        stored.put(sha256, entry);
      }
      entries.add(entry);
    }
    if (!checkpoint.files().equals(files)) {
      throw changed(checkpoint, "its files are still being written");
    }
    return commit(new Manifest(checkpoint.step(), entries), sent, deadline);
  }

  private CommittedCheckpoint commit(Manifest manifest, long sent, Supplier<Deadline> deadline) {
    byte[] json = ManifestJson.write(manifest);
    ObjectKey key = keys.manifest(manifest.step());
    transfers.send(key, json, deadline);
    return new CommittedCheckpoint(key, Sha256.of(json), json.length, sent, manifest);
  }

  private static SyncException changed(LocalCheckpoint checkpoint, String how) {
    return new SyncException(
        SyncError.CHECKPOINT_CHANGED,
        "The checkpoint " + checkpoint.directory() + " is not finished: " + how + ".");
  }
}

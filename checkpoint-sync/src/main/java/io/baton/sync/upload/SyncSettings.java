package io.baton.sync.upload;

import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.retry.Backoff;
import io.baton.sync.transfer.TransferSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What to upload, where to, and how.
 *
 * @param directory the trainer's output directory, made when it is missing
 * @param keys below a prefix that is this run's own
 * @param policy which checkpoint goes first when several wait
 * @param unchanged what happens to a file that an earlier checkpoint already stored
 * @param backoff between tries
 * @param patience how long one checkpoint is tried before the next choice; it is taken up again
 *     later, unless a newer one is there and the policy skips
 * @param transfer how objects travel
 */
public record SyncSettings(
    Path directory,
    CheckpointKeys keys,
    UploadPolicy policy,
    Unchanged unchanged,
    Backoff backoff,
    Duration patience,
    TransferSettings transfer) {
  /** What happens to a file with the SHA-256 of one that the previous manifest names. */
  public enum Unchanged {
    /** The manifest names the earlier object; nothing is sent. */
    REFERENCE,
    /** Sent again, so that every checkpoint stands alone. */
    SEND
  }

  public SyncSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(unchanged, "unchanged");
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(transfer, "transfer");
  }

  /** The newest checkpoint first, unchanged files referred to. */
  public static SyncSettings of(Path directory, CheckpointKeys keys) {
    return new SyncSettings(
        directory,
        keys,
        UploadPolicy.SKIP_TO_NEWEST,
        Unchanged.REFERENCE,
        Backoff.standard(),
        Duration.ofMinutes(1),
        TransferSettings.standard());
  }

  public SyncSettings policy(UploadPolicy policy) {
    return new SyncSettings(directory, keys, policy, unchanged, backoff, patience, transfer);
  }

  public SyncSettings unchanged(Unchanged unchanged) {
    return new SyncSettings(directory, keys, policy, unchanged, backoff, patience, transfer);
  }

  public SyncSettings backoff(Backoff backoff) {
    return new SyncSettings(directory, keys, policy, unchanged, backoff, patience, transfer);
  }

  public SyncSettings patience(Duration patience) {
    return new SyncSettings(directory, keys, policy, unchanged, backoff, patience, transfer);
  }

  public SyncSettings transfer(TransferSettings transfer) {
    return new SyncSettings(directory, keys, policy, unchanged, backoff, patience, transfer);
  }
}

package io.baton.sync.upload;

import io.baton.sync.local.CompletenessRule;
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
 * @param completeness when a checkpoint's directory is complete
 * @param policy which checkpoint goes first when several wait
 * @param unchanged what happens to a file that an earlier checkpoint already stored
 * @param compression which files are stored in fewer bytes
 * @param losses where the loss at a step is known; it is stored with the checkpoint
 * @param backoff between tries
 * @param patience how long one checkpoint is tried before the next choice; it is taken up again
 *     later, unless a newer one is there and the policy skips
 * @param transfer how objects travel
 */
public record SyncSettings(
    Path directory,
    CheckpointKeys keys,
    CompletenessRule completeness,
    UploadPolicy policy,
    Unchanged unchanged,
    Compression compression,
    LossSource losses,
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
    Objects.requireNonNull(completeness, "completeness");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(unchanged, "unchanged");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(losses, "losses");
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(transfer, "transfer");
  }

  /** Renamed into place, the newest checkpoint first, unchanged files referred to, files plain. */
  public static SyncSettings of(Path directory, CheckpointKeys keys) {
    return new SyncSettings(
        directory,
        keys,
        CompletenessRule.renamed(),
        UploadPolicy.SKIP_TO_NEWEST,
        Unchanged.REFERENCE,
        Compression.off(),
        LossSource.none(),
        Backoff.standard(),
        Duration.ofMinutes(1),
        TransferSettings.standard());
  }

  public SyncSettings completeness(CompletenessRule completeness) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings policy(UploadPolicy policy) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings unchanged(Unchanged unchanged) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings compression(Compression compression) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings losses(LossSource losses) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings backoff(Backoff backoff) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings patience(Duration patience) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }

  public SyncSettings transfer(TransferSettings transfer) {
    return new SyncSettings(
        directory,
        keys,
        completeness,
        policy,
        unchanged,
        compression,
        losses,
        backoff,
        patience,
        transfer);
  }
}

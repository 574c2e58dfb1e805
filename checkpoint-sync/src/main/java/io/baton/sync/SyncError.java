package io.baton.sync;

import java.util.Locale;

/** What can go wrong, whose fault it is, and whether the same call may succeed later. */
public enum SyncError {
  /** An argument makes no sense. */
  BAD_INPUT(Fault.CALLER, Retry.NEVER),
  /** The credentials do not allow the operation, or the signed URL is not accepted. */
  ACCESS_DENIED(Fault.CALLER, Retry.NEVER),
  /** The bucket does not exist. */
  BUCKET_MISSING(Fault.CALLER, Retry.NEVER),
  /** Whoever signs URLs says no: the lease is lost, or the key is not this job's. */
  SIGNER_REFUSED(Fault.CALLER, Retry.NEVER),
  /** The caller's own code failed when it was told of a committed checkpoint. */
  LISTENER_FAILED(Fault.CALLER, Retry.NEVER),
  /** The given time is over. */
  DEADLINE_PASSED(Fault.CALLER, Retry.NEVER),
  /** The sync was closed, or its thread interrupted. */
  CANCELED(Fault.CALLER, Retry.NEVER),

  /** The checkpoint holds something that is neither a regular file nor a directory. */
  CHECKPOINT_UNREADABLE(Fault.TRAINER, Retry.NEVER),
  /** The checkpoint changed while it was read: it was not finished. */
  CHECKPOINT_CHANGED(Fault.TRAINER, Retry.LATER),

  /** The trainer ended well and left no file that was asked for. */
  ARTIFACT_MISSING(Fault.TRAINER, Retry.NEVER),

  /** A mistake in this library. */
  INTERNAL(Fault.MACHINE, Retry.NEVER),
  /** A file of this machine cannot be read or written. */
  LOCAL_IO(Fault.MACHINE, Retry.NEVER),
  /** No space is left on this machine's disk. */
  DISK_FULL(Fault.MACHINE, Retry.NEVER),

  /** No connection, or it broke or stalled. */
  STORAGE_UNREACHABLE(Fault.STORAGE, Retry.LATER),
  /** The storage answered with a server error or asked to slow down. */
  STORAGE_FAILED(Fault.STORAGE, Retry.LATER),
  /** The storage refused the request for another reason than access. */
  STORAGE_REFUSED(Fault.STORAGE, Retry.NEVER),
  /** Whoever signs URLs cannot be reached. */
  SIGNER_UNREACHABLE(Fault.STORAGE, Retry.LATER),
  /** The object is not there. */
  OBJECT_MISSING(Fault.STORAGE, Retry.NEVER),
  /** The upload in parts was completed, given up or never begun. */
  UPLOAD_MISSING(Fault.STORAGE, Retry.NEVER),
  /** The object's size or SHA-256 is not what its manifest says. */
  OBJECT_CORRUPT(Fault.STORAGE, Retry.NEVER),
  /** The manifest is not one, is not the expected one, or names paths outside the checkpoint. */
  MANIFEST_INVALID(Fault.STORAGE, Retry.NEVER),
  /** A later version of this program wrote the manifest. */
  MANIFEST_TOO_NEW(Fault.CALLER, Retry.NEVER),
  /** Checkpoints were committed, and none of them verifies. */
  NOTHING_VERIFIES(Fault.STORAGE, Retry.NEVER);

  private enum Retry {
    NEVER,
    LATER
  }

  private final Fault fault;
  private final Retry retry;

  SyncError(Fault fault, Retry retry) {
    this.fault = fault;
    this.retry = retry;
  }

  /** The stable name in JSON output, such as {@code storage-unreachable}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Fault fault() {
    return fault;
  }

  public boolean retryable() {
    return retry == Retry.LATER;
  }

  /**
   * Whether a stored checkpoint that gives this error is damaged, so that the one before it is to
   * be tried. Storage that merely does not answer damages nothing.
   */
  public boolean damagesCheckpoint() {
    return this == OBJECT_MISSING || this == OBJECT_CORRUPT || this == MANIFEST_INVALID;
  }
}

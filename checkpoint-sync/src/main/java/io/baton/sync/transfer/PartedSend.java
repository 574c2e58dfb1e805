package io.baton.sync.transfer;

import io.baton.sync.Fault;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.PartStore;
import io.baton.sync.store.PartedUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sends one large file in parts, or goes on with an upload of the same bytes. */
final class PartedSend {
  /** With what storage answers to a completion that it does not carry out. */
  private static final Set<SyncError> REFUSALS =
      EnumSet.of(
          SyncError.UPLOAD_MISSING,
          SyncError.STORAGE_FAILED,
          SyncError.STORAGE_REFUSED,
          SyncError.SIGNER_REFUSED,
          SyncError.OBJECT_CORRUPT);

  private final ObjectStore store;
  private final PartStore parts;
  private final TransferSettings settings;
  private final Retry retry;
  private final Supplier<Deadline> deadline;
  private final Path file;
  private final long size;
  private final Sha256 sha256;

  PartedSend(
      ObjectStore store,
      PartStore parts,
      TransferSettings settings,
      Retry retry,
      Supplier<Deadline> deadline,
      Path file,
      long size,
      Sha256 sha256) {
    this.store = store;
    this.parts = parts;
    this.settings = settings;
    this.retry = retry;
    this.deadline = deadline;
    this.file = file;
    this.size = size;
    this.sha256 = sha256;
  }

  /** Returns where the bytes are: below the key, or where an unfinished upload was taking them. */
  ObjectKey to(ObjectKey key) {
    Optional<SendJournal> kept = keptUpload(key);
    if (kept.isPresent()) {
      try {
        return finish(kept.get());
      } catch (SyncException e) {
        // Whoever keeps the upload may have given it up, or it is not this lease's any more.
        if (e.retryable()
            || e.error().fault() == Fault.MACHINE
            || e.error() == SyncError.CANCELED) {
          throw e;
        }
        giveUp(kept.get());
      }
    }
    return finish(begin(key));
  }

  private SendJournal begin(ObjectKey key) {
    PartPlan plan = PartPlan.of(size, settings.partBytes());
    PartedUpload upload = retry.callUntil(deadline, () -> parts.begin(key, size, plan.partBytes()));
    return SendJournal.create(settings.journal(), upload, plan, file, sha256);
  }

  private ObjectKey finish(SendJournal journal) {
    PartedUpload upload = journal.task().partedUpload();
    PartPlan plan = journal.plan();
    try {
      new Rounds(retry, settings.parallelParts(), deadline)
          .move(
              plan.parts(),
              journal::has,
              number ->
                  journal.sent(
                      parts.send(upload, number, plan.slice(file, number), settings.bandwidth())));
      putTogether(journal, upload);
    } catch (SyncException e) {
      if (settings.journal().isEmpty()) {
        giveUp(journal);
      }
      throw e;
    }
    journal.delete();
    return upload.key();
  }

  private void putTogether(SendJournal journal, PartedUpload upload) {
    try {
      retry.callUntil(deadline, () -> complete(journal, upload));
    } catch (SyncException e) {
      if (REFUSALS.contains(e.error())) {
        // It would refuse again; a server that has lost the upload may even call that a failure.
        giveUp(journal);
      }
      throw e;
    }
  }

  private PartedUpload complete(SendJournal journal, PartedUpload upload) {
    try {
      parts.complete(upload, List.copyOf(journal.sent()));
    } catch (SyncException e) {
      // The answer to an earlier try may have been lost.
      if (!REFUSALS.contains(e.error()) || storedBytes(upload) != size) {
        throw e;
      }
    }
    if (storedBytes(upload) != size) {
      throw new SyncException(
          SyncError.OBJECT_CORRUPT,
          "The parts of "
              + upload.key()
              + " made an object of "
              + storedBytes(upload)
              + " bytes instead of "
              + size
              + ".");
    }
    return upload;
  }

  private long storedBytes(PartedUpload upload) {
    return store.head(upload.key()).map(ObjectStat::size).orElse(-1L);
  }

  /** An unfinished upload of these bytes; those of files that are no more are given up. */
  private Optional<SendJournal> keptUpload(ObjectKey key) {
    Optional<SendJournal> same = Optional.empty();
    for (SendJournal journal : journals()) {
      SendJournal.Task task = journal.task();
      if (task.sha256().equals(sha256.hex()) && task.size() == size) {
        same = Optional.of(journal);
      } else if (task.key().equals(key.value()) || !task.fileIsUntouched()) {
        giveUp(journal);
      }
    }
    return same;
  }

  private List<SendJournal> journals() {
    if (settings.journal().filter(Files::isDirectory).isEmpty()) {
      return List.of();
    }
    Path directory = settings.journal().get();
    try (Stream<Path> entries = Files.list(directory)) {
      List<SendJournal> journals = new ArrayList<>();
      for (Path entry : (Iterable<Path>) entries.filter(SendJournal::isOne)::iterator) {
        Optional<SendJournal> journal = SendJournal.read(entry);
        if (journal.isEmpty()) {
          Files.deleteIfExists(entry);
        }
        journal.ifPresent(journals::add);
      }
      return journals;
    } catch (IOException e) {
      throw SyncException.local("listing", directory, e);
    }
  }

  private void giveUp(SendJournal journal) {
    journal.delete();
    try {
      parts.abort(journal.task().partedUpload());
    } catch (SyncException e) {
      if (e.error() == SyncError.CANCELED) {
        throw e;
      }
      // Nobody waits for it: what is left there is removed by age.
    }
  }
}

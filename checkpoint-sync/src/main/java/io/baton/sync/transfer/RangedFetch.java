package io.baton.sync.transfer;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Fetches one large object in parts, or goes on with a file that holds some of them. */
final class RangedFetch {
  private final ObjectStore store;
  private final TransferSettings settings;
  private final Rounds rounds;
  private final ObjectKey key;
  private final PartPlan plan;
  private final Path target;

  RangedFetch(
      ObjectStore store,
      TransferSettings settings,
      Rounds rounds,
      ObjectKey key,
      long size,
      Path target) {
    this.store = store;
    this.settings = settings;
    this.rounds = rounds;
    this.key = key;
    this.target = target;
    plan = PartPlan.of(size, settings.partBytes());
  }

  void run() {
    Optional<FetchJournal> kept = keptParts();
    if (kept.isPresent()) {
      try {
        finish(kept.get());
        return;
      } catch (SyncException e) {
        if (e.error() != SyncError.OBJECT_CORRUPT) {
          throw e;
        }
        // It is another object by now: nothing of the earlier one may stay.
      }
    }
    finish(begin());
  }

  private Optional<FetchJournal> keptParts() {
    return settings
        .journal()
        .filter(directory -> Files.isRegularFile(target) && target.toFile().length() == plan.size())
        .flatMap(directory -> FetchJournal.read(directory, FetchJournal.task(key, plan, target)));
  }

  /** The file has its size from the start; the disk fills as parts come. */
  private FetchJournal begin() {
    try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
      file.setLength(0);
      file.setLength(plan.size());
    } catch (IOException e) {
      throw SyncException.local("writing", target, e);
    }
    return FetchJournal.create(settings.journal(), FetchJournal.task(key, plan, target));
  }

  private void finish(FetchJournal journal) {
    rounds.move(plan.parts(), journal::has, number -> fetch(journal, number));
    journal.delete();
  }

  private void fetch(FetchJournal journal, int number) {
    String version =
        store.get(key, plan.size(), plan.slice(target, number), settings.bandwidth()).orElse("");
    if (!journal.fetched(new FetchJournal.Fetched(number, version))) {
      throw new SyncException(
          SyncError.OBJECT_CORRUPT, "The object " + key + " was replaced while it was fetched.");
    }
  }
}

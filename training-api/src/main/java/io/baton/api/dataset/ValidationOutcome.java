package io.baton.api.dataset;

import io.baton.api.config.BatonConfig;
import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.dataset.DatasetStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notes how a check went, if it is still the caller's. */
@ApplicationScoped
public class ValidationOutcome {
  private static final int MAX_PROBLEMS = 1000;
  private static final int MAX_NOTES = 100;

  /** Clocks of storage and service may differ by this much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final DatasetFiles files;
  private final DatabaseClock clock;
  private final Duration uploadsEndAfter;

  ValidationOutcome(DatasetFiles files, DatabaseClock clock, BatonConfig config) {
    this.files = files;
    this.clock = clock;
    this.uploadsEndAfter = config.storage().urlExpiry().plus(CLOCK_SKEW);
  }

  /** Every file of the zip is a file of the dataset now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void unpacked(ValidationLease lease, List<String> notes) {
    DatasetEntity dataset = lock(lease);
    dataset.archiveUnpacked = true;
    dataset.notes = added(dataset.notes, notes);
    files.count(lease.dataset());
  }

  /** Jobs may use it from now on. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void ready(ValidationLease lease, List<String> notes) {
    DatasetEntity dataset = end(lease, DatasetStatus.READY, notes);
    // The zip and files that were replaced lie in storage until no upload can bring them back.
    dataset.sweepAt = clock.now().plus(uploadsEndAfter);
  }

  /** It takes files again. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void invalid(ValidationLease lease, List<StoredProblem> problems, List<String> notes) {
    end(lease, DatasetStatus.INVALID, notes).problems = bounded(problems);
  }

  private DatasetEntity end(ValidationLease lease, DatasetStatus status, List<String> notes) {
    DatasetEntity dataset = lock(lease);
    dataset.status = status;
    dataset.validateAt = null;
    dataset.problems = List.of();
    dataset.notes = added(dataset.notes, notes);
    files.count(lease.dataset());
    return dataset;
  }

  private static DatasetEntity lock(ValidationLease lease) {
    DatasetEntity dataset =
        DatasetEntity.findById(lease.dataset().value(), LockModeType.PESSIMISTIC_WRITE);
    if (dataset == null || !lease.until().equals(dataset.validateAt)) {
      throw new ValidationLease.LostException();
    }
    return dataset;
  }

  private static List<String> added(List<String> notes, List<String> more) {
    List<String> all = new ArrayList<>(notes);
    more.stream().filter(note -> !all.contains(note)).forEach(all::add);
    return all.subList(0, Math.min(MAX_NOTES, all.size()));
  }

  private static List<StoredProblem> bounded(List<StoredProblem> problems) {
    if (problems.size() <= MAX_PROBLEMS) {
      return problems;
    }
    List<StoredProblem> shown = new ArrayList<>(problems.subList(0, MAX_PROBLEMS - 1));
    int more = problems.size() - shown.size();
    shown.add(new StoredProblem(DatasetRules.ALL, "have " + more + " more problems"));
    return shown;
  }
}

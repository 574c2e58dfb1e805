package io.baton.api.dataset;

import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.storage.StorageUnavailableException;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Looks at every file of a dataset. What it found so far lies in the database. */
@ApplicationScoped
public class DatasetValidation {
  /** Files whose downloads overlap. */
  private static final int BATCH = 32;

  private static final Comparator<StoredProblem> GENERAL_FIRST =
      Comparator.comparing((StoredProblem problem) -> !problem.file().equals(DatasetRules.ALL))
          .thenComparing(StoredProblem::file);

  private final StoredFileInspection inspection;
  private final ArchiveUnpacking unpacking;
  private final CheckedFiles checked;
  private final ValidationOutcome outcome;
  private final ObjectStorage storage;
  private final Transfers transfers;

  DatasetValidation(
      StoredFileInspection inspection,
      ArchiveUnpacking unpacking,
      CheckedFiles checked,
      ValidationOutcome outcome,
      ObjectStorage storage,
      Transfers transfers) {
    this.inspection = inspection;
    this.unpacking = unpacking;
    this.checked = checked;
    this.outcome = outcome;
    this.storage = storage;
    this.transfers = transfers;
  }

  /**
   * Checks what is not checked yet, and ends the check.
   *
   * @throws StorageUnavailableException when it has to go on later
   */
  void validate(ValidationLease lease) {
    DatasetEntity dataset = QuarkusTransaction.requiringNew().call(() -> row(lease.dataset()));
    if (dataset.archive().isPresent() && !dataset.archiveUnpacked) {
      ArchiveUnpacking.Result unpacked = unpacking.unpack(lease, dataset.archive().get());
      if (!unpacked.problems().isEmpty()) {
        outcome.invalid(lease, unpacked.problems(), unpacked.notes());
        return;
      }
      outcome.unpacked(lease, unpacked.notes());
    }
    checkFiles(lease);
    List<DatasetFileEntity> files =
        QuarkusTransaction.requiringNew().call(() -> DatasetFileEntity.ofDataset(lease.dataset()));
    Map<String, StoredProblem> problems = new HashMap<>();
    for (DatasetFileEntity file : files) {
      if (file.problem != null) {
        problems.put(file.name, new StoredProblem(file.name, file.problem));
      }
    }
    List<DatasetFile> records = files.stream().map(DatasetFileEntity::toRecord).toList();
    DatasetRules.problems(records).forEach(each -> problems.putIfAbsent(each.file(), each));
    Optional<CaptionTable> table = problems.isEmpty() ? table(lease, records) : Optional.empty();
    table.ifPresent(
        read ->
            tableProblems(lease, read, records).forEach(each -> problems.put(each.file(), each)));
    List<String> notes = table.flatMap(CaptionTable::note).stream().toList();
    if (problems.isEmpty()) {
      outcome.ready(lease, notes);
    } else {
      outcome.invalid(lease, problems.values().stream().sorted(GENERAL_FIRST).toList(), notes);
    }
  }

  private static DatasetEntity row(DatasetId id) {
    return DatasetEntity.<DatasetEntity>findByIdOptional(id.value())
        .orElseThrow(ValidationLease.LostException::new);
  }

  private void checkFiles(ValidationLease lease) {
    List<DatasetFile> batch = checked.unchecked(lease.dataset(), BATCH);
    while (!batch.isEmpty()) {
      lease.keep();
      checked.record(lease.dataset(), verdicts(lease.dataset(), batch));
      batch = checked.unchecked(lease.dataset(), BATCH);
    }
  }

  private Map<DatasetFile, Verdict> verdicts(DatasetId dataset, List<DatasetFile> files) {
    List<Verdict> verdicts =
        transfers.all(
            files.stream()
                .<Callable<Verdict>>map(file -> () -> inspection.verdict(dataset, file))
                .toList());
    Map<DatasetFile, Verdict> byFile = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      byFile.put(files.get(i), verdicts.get(i));
    }
    return byFile;
  }

  private Optional<CaptionTable> table(ValidationLease lease, List<DatasetFile> files) {
    Set<String> images =
        files.stream()
            .filter(file -> !file.isCaption())
            .map(DatasetFile::name)
            .collect(Collectors.toCollection(HashSet::new));
    return files.stream()
        .filter(DatasetFile::isMetadata)
        .findFirst()
        .map(file -> CaptionTable.read(text(lease, file).lines().toList(), images));
  }

  /** An image with two captions is refused by the trainer, unless they are the same. */
  private List<StoredProblem> tableProblems(
      ValidationLease lease, CaptionTable table, List<DatasetFile> files) {
    if (table.problem().isPresent()) {
      return List.of(new StoredProblem(DatasetFile.METADATA, table.problem().get()));
    }
    Map<String, DatasetFile> captions =
        files.stream()
            .filter(file -> file.isCaption() && !file.isMetadata())
            .collect(Collectors.toMap(DatasetFile::stem, file -> file, (a, b) -> a));
    List<StoredProblem> problems = new ArrayList<>();
    for (DatasetFile image : files) {
      String listed = table.captions().get(image.name());
      DatasetFile beside = captions.get(image.stem());
      if (listed != null && beside != null) {
        lease.keep();
        String text = text(lease, beside).strip();
        if (!text.isEmpty() && !text.equals(listed)) {
          problems.add(
              new StoredProblem(
                  image.name(),
                  "has one caption in "
                      + beside.name()
                      + " and another in "
                      + DatasetFile.METADATA
                      + "; take one of them away"));
        }
      }
    }
    return problems;
  }

  private String text(ValidationLease lease, DatasetFile file) {
    try (InputStream in =
        storage
            .open(ObjectKeys.ofDatasetFile(lease.dataset(), file))
            .orElseThrow(
                () -> new StorageUnavailableException(new IOException(file.name() + " is gone")))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StorageUnavailableException(e);
    }
  }
}

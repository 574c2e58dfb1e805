package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/**
 * What was found out about the files of a dataset so far. It outlives the replica that found it.
 */
@ApplicationScoped
public class CheckedFiles {
  // Of the content that was checked: the name may have been announced anew since.
  private static final String RECORD =
      """
      update dataset_file set
        checked_at = baton_now(), problem = cast(:problem as text),
        width = cast(:width as integer), height = cast(:height as integer)
      where dataset_id = :dataset and name = :name and sha256 = :sha256
      """;
  private static final String ADD =
      """
      insert into dataset_file
        (dataset_id, name, size, sha256, from_archive, checked_at, problem, width, height)
      values (:dataset, :name, :size, :sha256, true, baton_now(), cast(:problem as text),
        cast(:width as integer), cast(:height as integer))
      on conflict (dataset_id, name) do nothing
      """;

  private final EntityManager entities;

  CheckedFiles(EntityManager entities) {
    this.entities = entities;
  }

  /** Some files that were not checked yet. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<DatasetFile> unchecked(DatasetId dataset, int atMost) {
    return DatasetFileEntity.<DatasetFileEntity>find(
            "datasetId = ?1 and checkedAt is null order by name", dataset.value())
        .page(0, atMost)
        .stream()
        .map(DatasetFileEntity::toRecord)
        .toList();
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void record(DatasetId dataset, Map<DatasetFile, Verdict> verdicts) {
    verdicts.forEach((file, verdict) -> bound(RECORD, dataset, file, verdict).executeUpdate());
  }

  /** Adds files that came out of the zip and lie in storage. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void add(DatasetId dataset, Map<DatasetFile, Verdict> verdicts) {
    verdicts.forEach(
        (file, verdict) ->
            bound(ADD, dataset, file, verdict).setParameter("size", file.size()).executeUpdate());
  }

  private jakarta.persistence.Query bound(
      String statement, DatasetId dataset, DatasetFile file, Verdict verdict) {
    Verdict.Image image = verdict instanceof Verdict.Image seen ? seen : null;
    return entities
        .createNativeQuery(statement)
        .setParameter("dataset", dataset.value())
        .setParameter("name", file.name())
        .setParameter("sha256", file.sha256())
        .setParameter("problem", verdict.problem().orElse(null))
        .setParameter("width", image == null ? null : image.width())
        .setParameter("height", image == null ? null : image.height());
  }
}

package io.baton.api.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The rows of datasets' files, many at a time. */
@ApplicationScoped
public class DatasetFiles {
  private static final String UPSERT =
      """
      insert into dataset_file (dataset_id, name, size, sha256)
      select :dataset, name, size, sha256
      from jsonb_to_recordset(cast(:files as jsonb)) as f(name text, size bigint, sha256 text)
      on conflict (dataset_id, name) do update set
        size = excluded.size, sha256 = excluded.sha256, from_archive = false,
        checked_at = null, problem = null, width = null, height = null
      """;
  private static final String COUNT =
      """
      update dataset set (files, images, bytes) = (
        select count(*), count(*) filter (where kind = 'image'), coalesce(sum(size), 0)
        from dataset_file where dataset_id = :dataset)
      where id = :dataset
      returning files, bytes
      """;
  private static final String FORGET_ARCHIVE =
      "delete from dataset_file where dataset_id = :dataset and from_archive";
  private static final String FORGET_PROBLEMS =
      """
      update dataset_file set checked_at = null, problem = null
      where dataset_id = :dataset and problem is not null
      """;
  private static final String CHECKED =
      """
      select count(*), min(width), max(width), min(height), max(height)
      from dataset_file where dataset_id = :dataset and checked_at is not null
      """;

  private final EntityManager entities;

  DatasetFiles(EntityManager entities) {
    this.entities = entities;
  }

  /** Replaces those of the same names. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Sums announce(DatasetId dataset, List<DatasetFile> files) {
    entities
        .createNativeQuery(UPSERT)
        .setParameter("dataset", dataset.value())
        .setParameter("files", json(files))
        .executeUpdate();
    return count(dataset);
  }

  /** Brings the dataset's sums up to date. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Sums count(DatasetId dataset) {
    entities.flush();
    Tuple row =
        (Tuple)
            entities
                .createNativeQuery(COUNT, Tuple.class)
                .setParameter("dataset", dataset.value())
                .getSingleResult();
    return new Sums(row.get(0, Number.class).intValue(), row.get(1, Number.class).longValue());
  }

  /** Forgets what came out of a zip that is replaced. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void forgetArchive(DatasetId dataset) {
    run(FORGET_ARCHIVE, dataset);
    count(dataset);
  }

  /** Has files that were found bad checked again: they may have been uploaded since. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void forgetProblems(DatasetId dataset) {
    run(FORGET_PROBLEMS, dataset);
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Checked checked(DatasetId dataset) {
    Tuple row =
        (Tuple)
            entities
                .createNativeQuery(CHECKED, Tuple.class)
                .setParameter("dataset", dataset.value())
                .getSingleResult();
    Optional<Dataset.ImageSizes> sizes =
        row.get(1) == null
            ? Optional.empty()
            : Optional.of(
                new Dataset.ImageSizes(
                    row.get(1, Integer.class),
                    row.get(2, Integer.class),
                    row.get(3, Integer.class),
                    row.get(4, Integer.class)));
    return new Checked(row.get(0, Number.class).intValue(), sizes);
  }

  private void run(String statement, DatasetId dataset) {
    entities.createNativeQuery(statement).setParameter("dataset", dataset.value()).executeUpdate();
  }

  private static String json(List<DatasetFile> files) {
    try {
      return Json.mapper().writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names of files cannot be written as JSON", e);
    }
  }

  /** What a dataset holds. */
  public record Sums(int files, long bytes) {}

  /** How far a check is. */
  public record Checked(int files, Optional<Dataset.ImageSizes> sizes) {}
}

package io.baton.api.dataset;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Deletes from storage what datasets do not keep: everything of deleted ones, and of ready ones the
 * zip and what was replaced. It may die at any point: what it did not finish is found again, and
 * deleting twice does no harm.
 */
@ApplicationScoped
public class DatasetSweep implements ClusterTask {
  // Taking puts the next sweep off: that of a sweeper that dies is done by another later.
  private static final String TAKE =
      """
      update dataset set sweep_at = baton_now() + interval '2 minutes'
      where id = (
        select id from dataset where sweep_at <= baton_now()
        order by sweep_at limit 1 for update skip locked)
      returning id
      """;
  // URLs that were signed before the deletion allow uploads for a while: look once more then.
  private static final String FINISH =
      """
      update dataset set sweep_at =
        case when deleted_at + :seconds * interval '1 second' > baton_now()
          then deleted_at + :seconds * interval '1 second' end
      where id = :id
      returning deleted_at is not null and sweep_at is null
      """;
  private static final String FORGET_FILES = "delete from dataset_file where dataset_id = :id";
  private static final String FORGET =
      """
      delete from dataset
      where id = :id and not exists (select 1 from job where dataset_id = :id or class_dataset_id = :id)
      """;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final ObjectStorage storage;
  private final EntityManager entities;
  private final BatonConfig config;

  DatasetSweep(ObjectStorage storage, EntityManager entities, BatonConfig config) {
    this.storage = storage;
    this.entities = entities;
    this.config = config;
  }

  @Override
  public String name() {
    return "dataset-sweep";
  }

  @Override
  public Duration every() {
    return config.datasets().sweepInterval();
  }

  @Override
  public void run(TaskRun run) {
    sweepWhile(run::stillMine);
  }

  /** Sweeps every dataset that is due. */
  public void sweepAll() {
    sweepWhile(() -> true);
  }

  private void sweepWhile(BooleanSupplier mine) {
    while (mine.getAsBoolean()) {
      Optional<DatasetId> due = QuarkusTransaction.requiringNew().call(this::take);
      if (due.isEmpty()) {
        return;
      }
      sweep(due.get());
    }
  }

  private Optional<DatasetId> take() {
    return entities.createNativeQuery(TAKE, String.class).getResultList().stream()
        .findFirst()
        .map(id -> new DatasetId((String) id));
  }

  private void sweep(DatasetId id) {
    Set<String> kept = QuarkusTransaction.requiringNew().call(() -> kept(id));
    storage.delete(
        storage.list(ObjectKeys.datasetPrefix(id)).stream()
            .filter(key -> !kept.contains(key))
            .toList());
    QuarkusTransaction.requiringNew().run(() -> finish(id));
  }

  private static Set<String> kept(DatasetId id) {
    DatasetEntity dataset = DatasetEntity.findById(id.value());
    if (dataset.deletedAt != null || dataset.status != DatasetStatus.READY) {
      return Set.of();
    }
    Set<String> kept = new HashSet<>();
    for (DatasetFileEntity file : DatasetFileEntity.ofDataset(id)) {
      kept.add(ObjectKeys.ofDatasetFile(id, file.toRecord()));
    }
    return kept;
  }

  private void finish(DatasetId id) {
    int seconds = Math.toIntExact(config.storage().urlExpiry().plus(CLOCK_SKEW).toSeconds());
    List<?> gone =
        entities
            .createNativeQuery(FINISH, Boolean.class)
            .setParameter("id", id.value())
            .setParameter("seconds", seconds)
            .getResultList();
    if (gone.contains(true)) {
      entities.createNativeQuery(FORGET_FILES).setParameter("id", id.value()).executeUpdate();
      // A job keeps the row that it names; nothing else is left of the dataset then.
      entities.createNativeQuery(FORGET).setParameter("id", id.value()).executeUpdate();
    }
  }
}

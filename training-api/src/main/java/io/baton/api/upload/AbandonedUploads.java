package io.baton.api.upload;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.storage.MultipartStorage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Gives up uploads whose attempt is over: storage keeps, and bills, parts of an object that never
 * became one, and lists them nowhere. It may die at any point: a row goes after its upload.
 */
@ApplicationScoped
public class AbandonedUploads implements ClusterTask {
  private static final int BATCH = 100;

  // One that storage has not named yet is being started, or its starter died.
  private static final String ABANDONED =
      """
      select multipart_upload.* from multipart_upload join job on job.id = multipart_upload.job_id
      where not (job.status = 'running' and job.attempt = multipart_upload.attempt
          and job.lease_expires_at > baton_now())
        and (multipart_upload.storage_id is not null
          or multipart_upload.started_at < baton_now() - interval '5 minutes')
      order by multipart_upload.id
      limit :batch
      """;

  private final EntityManager entities;
  private final MultipartStorage storage;
  private final Duration every;

  AbandonedUploads(EntityManager entities, MultipartStorage storage, BatonConfig config) {
    this.entities = entities;
    this.storage = storage;
    this.every = config.retention().interval();
  }

  @Override
  public String name() {
    return "abandoned uploads";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    sweepWhile(run::stillMine);
  }

  /** Gives up all there are. */
  public void sweepAll() {
    sweepWhile(() -> true);
  }

  private void sweepWhile(BooleanSupplier mine) {
    List<UploadEntity> batch;
    do {
      batch = QuarkusTransaction.requiringNew().call(this::abandoned);
      for (UploadEntity upload : batch) {
        if (!mine.getAsBoolean()) {
          return;
        }
        giveUp(upload);
      }
    } while (batch.size() == BATCH);
  }

  private void giveUp(UploadEntity upload) {
    if (upload.completedAt == null) {
      if (upload.storageId == null) {
        storage.abortAll(upload.key);
      } else {
        storage.abort(upload.key, upload.storageId);
      }
    }
    QuarkusTransaction.requiringNew().run(() -> UploadEntity.deleteById(upload.id));
  }

  @SuppressWarnings("unchecked")
  private List<UploadEntity> abandoned() {
    return entities
        .createNativeQuery(ABANDONED, UploadEntity.class)
        .setParameter("batch", BATCH)
        .getResultList();
  }
}

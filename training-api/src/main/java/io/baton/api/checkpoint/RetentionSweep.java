package io.baton.api.checkpoint;

import io.baton.api.artifact.ArtifactFileEntity;
import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.sample.SampleSetEntity;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Deletes from storage what the policy does not keep: the objects of retired checkpoints that no
 * kept checkpoint names and, of ended jobs, everything else that nodes left behind. It may die at
 * any point: what it did not finish is found again, and deleting twice does no harm.
 */
@ApplicationScoped
public class RetentionSweep implements ClusterTask {
  /** Clocks of storage and service may differ by this much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final SweepQueue queue;
  private final ManifestObjects manifests;
  private final ObjectStorage storage;
  private final DatabaseClock clock;
  private final Duration uploadsEndAfter;
  private final Duration undrawnKept;
  private final Duration every;

  RetentionSweep(
      SweepQueue queue,
      ManifestObjects manifests,
      ObjectStorage storage,
      DatabaseClock clock,
      BatonConfig config) {
    this.queue = queue;
    this.manifests = manifests;
    this.storage = storage;
    this.clock = clock;
    // Longer than retries are allowed: none is granted a LoRA that is being deleted.
    this.undrawnKept = config.retention().undrawn().plus(CLOCK_SKEW);
    this.uploadsEndAfter = config.storage().urlExpiry().plus(CLOCK_SKEW);
    this.every = config.retention().interval();
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    sweepWhile(run::stillMine);
  }

  /** Sweeps every job that is due. */
  public void sweepAll() {
    sweepWhile(() -> true);
  }

  private void sweepWhile(BooleanSupplier mine) {
    while (mine.getAsBoolean()) {
      Optional<SweepQueue.Due> due = queue.take();
      if (due.isEmpty()) {
        return;
      }
      sweep(due.get());
    }
  }

  private void sweep(SweepQueue.Due due) {
    Contents contents = QuarkusTransaction.requiringNew().call(() -> contents(due.jobId()));
    Set<String> kept = new HashSet<>(contents.neededKeys());
    contents.kept().forEach(checkpoint -> kept.addAll(manifests.of(checkpoint)));
    String ownObjects = ObjectKeys.jobPrefix(contents.job().jobId());
    Predicate<String> superfluous = key -> key.startsWith(ownObjects) && !kept.contains(key);

    for (CheckpointEntity retired : contents.retired()) {
      List<String> objects = manifests.of(retired).stream().filter(superfluous).toList();
      // The manifest goes last: as long as it is there, it tells what is left to delete.
      storage.delete(objects.stream().filter(key -> !key.equals(retired.manifestKey)).toList());
      storage.delete(List.of(retired.manifestKey));
      QuarkusTransaction.requiringNew().run(() -> CheckpointEntity.deleteById(retired.id));
    }
    if (contents.job().status.ended()) {
      // A later attempt means that the job goes on: what it writes meanwhile is its own.
      Predicate<String> left =
          superfluous.and(key -> !ObjectKeys.isOfAttemptAfter(contents.job().attempt, key));
      storage.delete(storage.list(ownObjects).stream().filter(left).toList());
    }
    queue.finish(due, contents.next());
  }

  private Contents contents(String jobId) {
    Instant now = clock.now();
    List<JobEntity> undrawn =
        JobEntity.undrawnOf(jobId).stream()
            .filter(sampler -> sampler.endedAt.plus(undrawnKept).isAfter(now))
            .toList();
    JobEntity job = JobEntity.findById(jobId);
    return new Contents(
        job,
        CheckpointEntity.keptOf(jobId),
        CheckpointEntity.retiredOf(jobId),
        Stream.of(
                ArtifactFileEntity.ofJob(jobId).stream().map(file -> file.key),
                SampleSetEntity.keysAt(jobId).stream(),
                Stream.concat(JobEntity.samplersOf(jobId).stream(), undrawn.stream())
                    .map(sampler -> sampler.sampledWeights.key()))
            .flatMap(keys -> keys)
            .toList(),
        Stream.concat(
                undrawn.stream().map(sampler -> sampler.endedAt.plus(undrawnKept)),
                // URLs that were signed before the end allow uploads for a while: look once more.
                Stream.ofNullable(job.endedAt).map(ended -> ended.plus(uploadsEndAfter)))
            .filter(now::isBefore)
            .min(Comparator.naturalOrder()));
  }

  private record Contents(
      JobEntity job,
      List<CheckpointEntity> kept,
      List<CheckpointEntity> retired,
      List<String> neededKeys,
      Optional<Instant> next) {}
}

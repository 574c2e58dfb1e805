package io.baton.node.sync;

import io.baton.node.api.AttemptCalls;
import io.baton.node.attempt.AttemptProgress;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.LeaseLostException;
import io.baton.node.metrics.UploadMetrics;
import io.baton.node.stop.StopOrders;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Grant.ResumePoint;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.restore.Candidate;
import io.baton.sync.restore.CheckpointRestore;
import io.baton.sync.restore.RestoreOutcome;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.PresignedStore;
import io.baton.sync.store.UrlSigner;
import io.baton.sync.transfer.TransferSettings;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointSync;
import io.baton.sync.upload.SyncSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Storage as one attempt sees it, through URLs that the API signs for it: it reads what is the
 * job's and writes below its own prefix.
 */
public final class AttemptStorage {
  private static final Logger LOG = System.getLogger(AttemptStorage.class.getName());

  private final ObjectStore store;
  private final AttemptCalls calls;
  private final String attemptPrefix;
  private final AttemptProgress progress;
  private final StopOrders orders;
  private final Duration patience;
  private final UploadMetrics metrics;
  private final CompletenessRule completeness;
  private final Optional<DrawnClassImages> classImages;

  /**
   * The API spares what a kept checkpoint names and always keeps the newest. Where the attempt goes
   * on from an older one, its owner may delete that and its objects at any time: nothing may rest
   * on them.
   */
  private SyncSettings.Unchanged unchanged = SyncSettings.Unchanged.REFERENCE;

  /**
   * For the attempt of a grant.
   *
   * @param progress knows the loss at each checkpoint
   * @param orders gets one when a commit says that the lease is lost
   * @param patience how long storage may fail before the attempt does
   * @param classImages where the images of prior preservation are
   * @param metrics are told of uploads
   */
  public AttemptStorage(
      Grant grant,
      AttemptCalls calls,
      AttemptProgress progress,
      StopOrders orders,
      Duration patience,
      Path classImages,
      UploadMetrics metrics) {
    this.calls = calls;
    this.attemptPrefix = grant.attemptPrefix();
    this.progress = progress;
    this.orders = orders;
    this.patience = patience;
    this.metrics = metrics;
    this.completeness = CheckpointRules.of(grant.spec().workload());
    this.store =
        new PresignedStore(
            (method, key) -> calls.signOnce(accessMethod(method), key.value()),
            new AttemptParts(calls));
    this.classImages =
        grant
            .spec()
            .training()
            .flatMap(TrainingOptions::prior)
            .map(
                prior ->
                    new DrawnClassImages(
                        store,
                        attemptPrefix,
                        classImages,
                        grant.classImages().stream()
                            .map(object -> object.file().name())
                            .collect(Collectors.toSet())));
  }

  /**
   * Brings the newest checkpoint that verifies into the output directory.
   *
   * @return its manifest; empty if none was ever committed
   * @throws AttemptFailedException if none of them verifies, or storage fails for too long
   */
  public Optional<Manifest> restore(List<ResumePoint> newestFirst, Path output)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    List<Candidate> candidates =
        newestFirst.stream()
            .map(
                point ->
                    new Candidate(
                        point.step(),
                        new ObjectKey(point.manifestKey()),
                        Optional.of(new Sha256(point.manifestSha256()))))
            .toList();
    Retry retry = Retry.standard().observedBy(AttemptStorage::logRetry);
    try {
      RestoreOutcome outcome =
          new CheckpointRestore(new Transfers(store, transfer(output), retry), output, completeness)
              .restore(candidates, () -> Deadline.after(patience));
      outcome
          .rejected()
          .forEach(rejection -> LOG.log(Level.WARNING, () -> rejection.reason().getMessage()));
      unchanged =
          outcome.rejected().isEmpty()
              ? SyncSettings.Unchanged.REFERENCE
              : SyncSettings.Unchanged.SEND;
      outcome.manifest().ifPresent(manifest -> fetchClassImages(newestFirst, manifest.step()));
      return outcome.manifest();
    } catch (SyncException e) {
      throw SyncFailures.of(e);
    }
  }

  private void fetchClassImages(List<ResumePoint> points, int step) {
    if (classImages.isEmpty()) {
      return;
    }
    ResumePoint restored =
        points.stream().filter(point -> point.step() == step).findFirst().orElseThrow();
    Retry.standard()
        .observedBy(AttemptStorage::logRetry)
        .call(
            Deadline.after(patience),
            () -> {
              classImages.get().fetch(new ObjectKey(restored.manifestKey()));
              return restored;
            });
  }

  /**
   * Starts to upload and commit every checkpoint of the output directory, while training goes on.
   *
   * @param restored the one that need not be sent again
   */
  public CheckpointUploads upload(Path output, Optional<Manifest> restored) {
    SyncSettings settings =
        SyncSettings.of(output, CheckpointKeys.below(attemptPrefix))
            .unchanged(unchanged)
            .completeness(completeness)
            .transfer(transfer(output))
            .patience(patience);
    CheckpointCommits commits = new CheckpointCommits(calls, progress, orders, output, classImages);
    return new CheckpointUploads(
        CheckpointSync.start(settings, store, new ObservedCommits(commits, metrics), restored),
        patience);
  }

  /**
   * Uploads a file of the artifact.
   *
   * @param name that the user sees
   * @throws AttemptFailedException if storage fails for too long
   */
  public StoredFile uploadArtifact(String name, Path file)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    ObjectKey key = new ObjectKey(attemptPrefix + "artifact/" + name);
    try {
      return send(key, name, file);
    } catch (SyncException e) {
      throw SyncFailures.of(e);
    }
  }

  /**
   * Starts to store and commit sample images as the trainer draws them.
   *
   * @param told gets a sentence for the job's log about images that could not be stored
   */
  public SampleUploads samples(Consumer<String> told) {
    return SampleUploads.start(
        new SampleUploads.Storage() {
          @Override
          public StoredFile store(int step, String name, Path file) {
            ObjectKey key = new ObjectKey(attemptPrefix + "samples/step-" + step + "/" + name);
            return send(key, name, file);
          }

          @Override
          public void commit(SampleCommit commit) {
            Retry.standard()
                .observedBy(AttemptStorage::logRetry)
                .call(Deadline.after(patience), () -> commitOnce(commit));
          }
        },
        told);
  }

  /**
   * Fetches an object, unless it is there.
   *
   * @throws AttemptFailedException if storage fails for too long, or has other bytes
   */
  public void fetch(StoredFile file, Path target)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    try {
      Retry.standard()
          .observedBy(AttemptStorage::logRetry)
          .call(
              Deadline.after(patience),
              () -> {
                store.get(new ObjectKey(file.key()), target, file.size());
                if (!Sha256.of(target).hex().equals(file.sha256())) {
                  throw new SyncException(
                      SyncError.OBJECT_CORRUPT, "The LoRA " + file.key() + " is damaged.");
                }
                return target;
              });
    } catch (SyncException e) {
      throw SyncFailures.of(e);
    }
  }

  private SampleCommit commitOnce(SampleCommit commit) {
    try {
      calls.samplesOnce(commit);
      return commit;
    } catch (ApiException e) {
      throw new SyncException(
          e.retryable() ? SyncError.SIGNER_UNREACHABLE : SyncError.SIGNER_REFUSED,
          e.getMessage(),
          e);
    }
  }

  private StoredFile send(ObjectKey key, String name, Path file) {
    Deadline deadline = Deadline.after(patience);
    Transfers.standard(store, Retry.standard().observedBy(AttemptStorage::logRetry))
        .send(key, file, () -> deadline);
    return new StoredFile(name, key.value(), size(file), Sha256.of(file).hex());
  }

  /** A file that was put off, or that a killed agent was fetching, is gone on with. */
  private static TransferSettings transfer(Path output) {
    return TransferSettings.standard().journal(output.resolve(".checkpoint-sync/transfers"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  private static void logRetry(SyncException failure, Duration wait) {
    LOG.log(Level.DEBUG, () -> failure.getMessage() + " Trying again.");
  }

  private static AccessMethod accessMethod(UrlSigner.Method method) {
    return switch (method) {
      case GET -> AccessMethod.GET;
      case HEAD -> AccessMethod.HEAD;
      case PUT -> AccessMethod.PUT;
      case DELETE -> throw new UnsupportedOperationException("nodes delete nothing in storage");
    };
  }
}

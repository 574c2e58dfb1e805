package io.baton.api.sample;

import io.baton.api.job.JobEntity;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.storage.StoredObjects;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.job.training.ValidationPlace;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** Records sample images that the node that trains has stored. */
@ApplicationScoped
public class SampleCommits {
  private static final Pattern NAME = Pattern.compile("image-[0-9]{1,3}\\.png");

  /** More than the largest image of a training has, uncompressed. */
  private static final long MAX_BYTES = 64L << 20;

  private final LeaseFence fence;
  private final StoredObjects stored;
  private final SampleSets sets;
  private final DatabaseClock clock;

  SampleCommits(LeaseFence fence, StoredObjects stored, SampleSets sets, DatabaseClock clock) {
    this.fence = fence;
    this.stored = stored;
    this.sets = sets;
    this.clock = clock;
  }

  /**
   * The same images again change nothing; others of the same step take their place, as they come of
   * a later attempt that was on other hardware.
   */
  public void commit(LeaseToken token, SampleCommit commit) {
    QuarkusTransaction.requiringNew().run(() -> requireAskedFor(fence.check(token), commit));
    // Storage is asked outside of the transaction: no row stays locked while it answers.
    stored.requireBelowAttempt(token.job(), token.attempt(), "images", commit.images());
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              JobEntity job = fence.lock(token);
              TrainingOptions training = job.spec.training().orElseThrow();
              sets.record(
                  job,
                  SampleSets.Drawn.of(training, commit.step(), job.attempt, commit.images()),
                  clock.now());
            });
  }

  private static void requireAskedFor(JobEntity job, SampleCommit commit) {
    Optional<ValidationOptions> asked = job.spec.training().flatMap(TrainingOptions::validation);
    int most =
        asked
            .filter(validation -> validation.where() == ValidationPlace.ON_NODE)
            .map(ValidationOptions::numValidationImages)
            .orElse(0);
    if (commit.images().size() > most) {
      throw new InvalidFieldException(
          "images",
          "must be at most %d, which the node is to draw each time, not %d"
              .formatted(most, commit.images().size()));
    }
    for (StoredFile image : commit.images()) {
      if (!NAME.matcher(image.name()).matches()) {
        throw new InvalidFieldException(
            "images", "must be named image-0.png and so on, not '" + image.name() + "'");
      }
      Fields.inRange("images.size", image.size(), 1L, MAX_BYTES);
    }
    if (commit.step() > job.totalSteps) {
      throw new InvalidFieldException(
          "step", "must be at most the job's " + job.totalSteps + " steps, not " + commit.step());
    }
  }
}

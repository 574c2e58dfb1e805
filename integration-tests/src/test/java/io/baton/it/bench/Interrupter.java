package io.baton.it.bench;

import io.baton.it.node.NodeProcess;
import io.baton.it.node.TinyTraining;
import io.baton.it.node.TrainedSteps;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes a job's node away at a given moment and follows the job to its end. */
final class Interrupter {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern CHECKPOINT = Pattern.compile("\\.?checkpoint-(\\d+)(?:\\.partial)?");
  private static final Set<Phase> TRAINING_BEGAN =
      EnumSet.of(Phase.TRAINING, Phase.VALIDATING, Phase.SAVING, Phase.UPLOADING);

  private final TinyTraining user;
  private final Fleet fleet;
  private final String undisturbed;

  /**
   * With nodes and a user.
   *
   * @param undisturbed SHA-256 of the LoRA that every job must end with
   */
  Interrupter(TinyTraining user, Fleet fleet, String undisturbed) {
    this.user = user;
    this.fleet = fleet;
    this.undisturbed = undisturbed;
  }

  /**
   * Runs a job and takes its node away so long after it was claimed; empty if the job had ended by
   * then.
   */
  Optional<Interruption> interrupt(InterruptionKind kind, int number, Duration moment)
      throws IOException, InterruptedException {
    JobId job = user.submit();
    user.await(job, held -> held.status() == JobStatus.RUNNING, PATIENCE);
    TimeUnit.MILLISECONDS.sleep(moment.toMillis());
    Job before = user.jobs().job(job);
    if (before.node().isEmpty()) {
      return Optional.empty();
    }
    NodeProcess node = fleet.node(before.node().get());
    Gone gone =
        switch (kind) {
          case KILL -> kill(node, job);
          case DRAIN -> drain(node, job);
        };
    if (user.jobs().job(job).status() == JobStatus.COMPLETED) {
      fleet.replace(node);
      return Optional.empty();
    }
    Job training = user.await(job, Interrupter::trainsElsewhere, PATIENCE);
    Instant trainingAt = Instant.now();
    Optional<Instant> launchedAt = training.node().flatMap(next -> launchedAt(next, job));
    // Not before: a node that starts takes a core that a new machine would bring along.
    fleet.replace(node);
    user.await(job, ended -> ended.status() == JobStatus.COMPLETED, PATIENCE);
    List<AttemptRecord> attempts = user.jobs().attempts(job);
    if (attempts.size() != 2) {
      throw new IllegalStateException(
          "job %s was interrupted once and had %d attempts".formatted(job, attempts.size()));
    }
    return Optional.of(
        new Interruption(
            kind,
            number,
            job,
            before.progress().phase(),
            Math.max(gone.stepsDone(), attempts.get(0).lastStep()),
            gone.newestWritten(),
            attempts.get(1).resumedFromStep(),
            gone.at(),
            gone.freeAt().or(() -> attempts.get(0).endedAt()).orElseThrow(),
            attempts.get(1).startedAt(),
            launchedAt,
            trainingAt,
            user.lora(job).equals(undisturbed)));
  }

  /** What is known of a node once it is gone. */
  private record Gone(Instant at, Optional<Instant> freeAt, int stepsDone, int newestWritten) {}

  private Gone kill(NodeProcess node, JobId job) throws IOException {
    Instant at = Instant.now();
    node.kill();
    // Nobody renews the lease any more.
    Optional<Instant> leaseEnd = user.jobs().job(job).leaseExpiresAt();
    try (TrainedSteps steps = TrainedSteps.open(node.jobDirectory(job.value()))) {
      return new Gone(at, leaseEnd, steps.last(), newestCheckpoint(node, job));
    }
  }

  private Gone drain(NodeProcess node, JobId job) throws IOException, InterruptedException {
    // The files are gone when the node has ended; what was opened can still be read.
    try (TrainedSteps steps = TrainedSteps.open(node.jobDirectory(job.value()))) {
      Instant at = Instant.now();
      node.terminate();
      if (!node.awaitEnd(PATIENCE)) {
        throw new IllegalStateException("node %s did not end".formatted(node.id()));
      }
      return new Gone(at, Optional.empty(), steps.last(), 0);
    }
  }

  private static int newestCheckpoint(NodeProcess node, JobId job) throws IOException {
    Path output = node.jobDirectory(job.value()).resolve("output");
    if (!Files.isDirectory(output)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(file -> CHECKPOINT.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max()
          .orElse(0);
    }
  }

  private static boolean trainsElsewhere(Job job) {
    return job.status() == JobStatus.COMPLETED
        || job.attempt().filter(attempt -> attempt.number() > 1).isPresent()
            && job.progress().phase().filter(TRAINING_BEGAN::contains).isPresent();
  }

  /** As the agent logged it. */
  private Optional<Instant> launchedAt(NodeId node, JobId job) {
    try {
      return fleet.node(node).log().stream()
          .filter(line -> line.contains(job.value()) && line.contains("Trainer started"))
          .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
          .findFirst();
    } catch (IOException noLog) {
      return Optional.empty();
    }
  }
}

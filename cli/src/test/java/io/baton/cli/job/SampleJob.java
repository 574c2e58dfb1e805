package io.baton.cli.job;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.Spent;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.Phase;
import java.time.Instant;
import java.util.Optional;

/** A job of 60 steps with a checkpoint every 10, as the API shows it. */
public record SampleJob(
    JobStatus status,
    int step,
    Optional<Phase> phase,
    Optional<Integer> lastCheckpoint,
    int attempt,
    String node,
    int failures,
    int interruptions) {
  public static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

  public static SampleJob training(int step, Integer lastCheckpoint) {
    return new SampleJob(
        JobStatus.RUNNING,
        step,
        Optional.of(Phase.TRAINING),
        Optional.ofNullable(lastCheckpoint),
        1,
        "local-1",
        0,
        0);
  }

  public SampleJob in(JobStatus newStatus, Phase newPhase) {
    return new SampleJob(
        newStatus,
        step,
        Optional.ofNullable(newPhase),
        lastCheckpoint,
        attempt,
        node,
        failures,
        interruptions);
  }

  public SampleJob counted(int newFailures, int newInterruptions) {
    return new SampleJob(
        status, step, phase, lastCheckpoint, attempt, node, newFailures, newInterruptions);
  }

  public Job job() {
    return new Job(
        new JobId("job-1"),
        new OwnerName("ann"),
        status,
        new JobSpec(
            null,
            new DatasetId("dataset-1"),
            new BaseModel("tiny"),
            Optional.of(options()),
            Optional.empty(),
            null,
            null,
            null,
            null,
            Optional.empty(),
            null,
            null),
        Optional.empty(),
        Optional.of(new Attempt(attempt)),
        status == JobStatus.RUNNING ? Optional.of(new NodeId(node)) : Optional.empty(),
        Optional.empty(),
        new Job.Progress(
            step,
            60,
            phase,
            Optional.of(0.12345),
            Optional.of(4.0),
            Optional.empty(),
            Optional.empty()),
        lastCheckpoint,
        failures,
        interruptions,
        new Spent(90, 0.05, 0),
        Optional.empty(),
        CREATED,
        CREATED,
        Optional.of(CREATED),
        Optional.empty());
  }

  private static TrainingOptions options() {
    return TrainingOptions.builder("a photo of sks cat")
        .maxTrainSteps(60)
        .checkpointingSteps(CheckpointInterval.ofSteps(10))
        .resolution(128)
        .trainBatchSize(1)
        .seed(42L)
        .build();
  }
}

package io.baton.protocol.job;

import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.training.CheckpointInterval;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What a job runs: Baton's training, or a command of the user's. */
public sealed interface Workload permits TrainingOptions, CommandOptions {
  /** What the job is called where it has no name: 1 character or more. */
  String title();

  CheckpointInterval checkpointingSteps();

  /** The optimizer steps of the whole job; empty where epochs are to be counted. */
  Optional<Integer> fixedSteps();

  /** The dataset of class images. */
  Optional<DatasetId> classDataset();

  /** The same with so many optimizer steps in all. */
  Workload withTotalSteps(int steps);

  /** The same with a seed, where it has a use for one and none is given. */
  Workload seeded(LongSupplier draw);

  /** What one attempt is told: so many steps in all, and so many from checkpoint to checkpoint. */
  Workload decided(int totalSteps, int checkpointingSteps);

  /** What one of the two makes of it. */
  <T> T either(
      Function<? super TrainingOptions, ? extends T> training,
      Function<? super CommandOptions, ? extends T> command);
}

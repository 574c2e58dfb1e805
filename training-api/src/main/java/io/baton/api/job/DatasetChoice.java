package io.baton.api.job;

import io.baton.api.dataset.DatasetUse;
import io.baton.api.training.TrainingLength;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.ValidationOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which datasets jobs may train on: their owner's, once they are ready. */
@ApplicationScoped
public class DatasetChoice {
  private static final int MOST_SAMPLE_SETS = 1000;

  private final DatasetUse use;

  DatasetChoice(DatasetUse use) {
    this.use = use;
  }

  /** Looks up the datasets of jobs that one owner asks for, all at once. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Found look(OwnerName owner, Collection<JobSpec> specs) {
    Set<DatasetId> named =
        specs.stream()
            .flatMap(
                spec ->
                    Stream.concat(
                        Stream.of(spec.datasetId()), spec.workload().classDataset().stream()))
            .collect(Collectors.toSet());
    return new Found(use.look(owner, named));
  }

  /** What is known of the datasets that jobs name. */
  public record Found(Map<DatasetId, DatasetUse.State> states) {

    /**
     * The optimizer steps of a job.
     *
     * @throws InvalidFieldException where a dataset cannot be trained on
     */
    public int totalSteps(JobSpec spec) {
      require("datasetId", spec.datasetId());
      return totalSteps(spec, states.get(spec.datasetId()).images());
    }

    /** The same of a job whose dataset is not there yet and will have so many images. */
    public int totalSteps(JobSpec spec, int images) {
      spec.workload().classDataset().ifPresent(id -> require("training.prior.classDatasetId", id));
      int steps =
          spec.workload()
              .either(
                  training -> TrainingLength.totalSteps(training, images),
                  CommandOptions::totalSteps);
      spec.training()
          .flatMap(TrainingOptions::validation)
          .flatMap(ValidationOptions::validationSteps)
          .ifPresent(every -> requireFewSampleSets(every, steps));
      return steps;
    }

    private static void requireFewSampleSets(int every, int steps) {
      if (steps / every > MOST_SAMPLE_SETS) {
        throw new InvalidFieldException(
            "training.validation.validationSteps",
            "must be at least %d: %d steps would be drawn %d times, and at most %d are kept"
                .formatted(
                    (steps + MOST_SAMPLE_SETS - 1) / MOST_SAMPLE_SETS,
                    steps,
                    steps / every,
                    MOST_SAMPLE_SETS));
      }
    }

    private void require(String field, DatasetId id) {
      states
          .get(id)
          .refusal()
          .ifPresent(
              refusal -> {
                throw new InvalidFieldException(field, refusal);
              });
    }
  }
}

package io.baton.api.job;

import io.baton.api.dataset.DatasetUse;
import io.baton.api.training.TrainingLength;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.training.PriorOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which datasets jobs may train on: their owner's, once they are ready. */
@ApplicationScoped
public class DatasetChoice {
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
                spec -> Stream.concat(Stream.of(spec.datasetId()), classDataset(spec).stream()))
            .collect(Collectors.toSet());
    return new Found(use.look(owner, named));
  }

  private static Optional<DatasetId> classDataset(JobSpec spec) {
    return spec.training().prior().flatMap(PriorOptions::classDatasetId);
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
      classDataset(spec).ifPresent(id -> require("training.prior.classDatasetId", id));
      return TrainingLength.totalSteps(spec.training(), states.get(spec.datasetId()).images());
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

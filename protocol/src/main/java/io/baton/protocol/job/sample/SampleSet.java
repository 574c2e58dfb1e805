package io.baton.protocol.job.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Images that show what a job had learned by a step.
 *
 * @param step optimizer steps done, at least 1
 * @param attempt of the job, whose LoRA they show
 * @param prompt what they were to show, 1 to 2,000 characters
 * @param seed of their noise, at least 0
 * @param inferenceSteps how often the UNet was asked for an image, 1 to 1,000
 * @param committedAt when they were recorded
 * @param sampler the job that drew them, where they are drawn separately; absent: the attempt did
 * @param images by number, 1 to 50 entries
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SampleSet(
    int step,
    Attempt attempt,
    String prompt,
    long seed,
    int inferenceSteps,
    Instant committedAt,
    Optional<JobId> sampler,
    List<SampleImage> images) {
  public SampleSet {
    sampler = Fields.orEmpty(sampler);
    images = Fields.listOrEmpty(images);
  }
}

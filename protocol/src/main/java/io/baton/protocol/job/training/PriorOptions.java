package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * Prior preservation: images of the subject's class are trained on beside those of the subject, so
 * that the class stays as it was.
 *
 * @param classPrompt caption of class images without one of their own, 1 to 2,000 characters;
 *     required
 * @param classDatasetId a dataset that is ready, with the class images; absent: the trainer draws
 *     them from the class prompt
 * @param numClassImages how many class images are used, the first by name, 1 to 10,000; those that
 *     the dataset lacks are drawn; default 100
 * @param priorLossWeight weight of the class images' loss, 0 to 1,000,000; default 1.0
 * @param sampleBatchSize class images that are drawn at once, 1 to 1024; default 4
 * @param priorGenerationPrecision what they are drawn in; absent: fp16 on a GPU, else fp32
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PriorOptions(
    String classPrompt,
    Optional<DatasetId> classDatasetId,
    Integer numClassImages,
    Double priorLossWeight,
    Integer sampleBatchSize,
    Optional<GenerationPrecision> priorGenerationPrecision) {

  public PriorOptions {
    Fields.text("classPrompt", classPrompt, 2000);
    classDatasetId = Fields.orEmpty(classDatasetId);
    numClassImages = Fields.orDefault(numClassImages, 100);
    Fields.inRange("numClassImages", numClassImages, 1, 10_000);
    priorLossWeight = Fields.orDefault(priorLossWeight, 1.0);
    Fields.inRange("priorLossWeight", priorLossWeight, 0.0, 1e6);
    sampleBatchSize = Fields.orDefault(sampleBatchSize, 4);
    Fields.inRange("sampleBatchSize", sampleBatchSize, 1, 1024);
    priorGenerationPrecision = Fields.orEmpty(priorGenerationPrecision);
  }
}

package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;

/**
 * What to train: names, meanings and defaults of diffusers' {@code train_dreambooth_lora_sdxl.py},
 * in camel case.
 *
 * @param instancePrompt the prompt for every image without a caption of its own, 1 to 2,000
 *     characters; required
 * @param maxTrainSteps optimizer steps, 1 to 1,000,000; required
 * @param checkpointingSteps steps between checkpoints, 1 to 1,000,000; default 500
 * @param resolution side of the square training images in pixels, a multiple of 8 from 32 to 4096;
 *     default 1024
 * @param centerCrop crop the centre instead of a random place; default false
 * @param randomFlip mirror half of the images; default false
 * @param repeats how often each image stands in an epoch, 1 to 10,000; default 1
 * @param trainBatchSize images a micro-step, 1 to 1024; default 4
 * @param gradientAccumulationSteps micro-steps an optimizer step, 1 to 1024; default 1
 * @param gradientCheckpointing compute activations twice to save memory; default false
 * @param learningRate after the warm-up, 0 to 10; default 1e-4
 * @param lrScheduler how the learning rate moves; default constant
 * @param lrWarmupSteps optimizer steps of warm-up, which constant ignores, 0 to 1,000,000; default
 *     500
 * @param rank rank of the LoRA matrices, 1 to 1024; default 4
 * @param snrGamma min-SNR loss weight gamma, 0 to 1,000,000; absent: unweighted
 * @param maxGradNorm largest global gradient norm, 0 to 1,000,000; default 1.0
 * @param adamBeta1 decay of the first moment a step, 0 to 0.9999999; default 0.9
 * @param adamBeta2 decay of the second moment a step, 0 to 0.9999999; default 0.999
 * @param adamEpsilon added to the denominator, 1e-12 to 1; default 1e-8
 * @param adamWeightDecay fraction a step, times the learning rate, 0 to 1; default 1e-4
 * @param mixedPrecision format of the frozen weights and matrix products; default no
 * @param seed of every draw, at least 0; absent: one is drawn when the job is submitted and stored
 *     with it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TrainingOptions(
    String instancePrompt,
    Integer maxTrainSteps,
    Integer checkpointingSteps,
    Integer resolution,
    Boolean centerCrop,
    Boolean randomFlip,
    Integer repeats,
    Integer trainBatchSize,
    Integer gradientAccumulationSteps,
    Boolean gradientCheckpointing,
    Double learningRate,
    LearningRateSchedule lrScheduler,
    Integer lrWarmupSteps,
    Integer rank,
    Double snrGamma,
    Double maxGradNorm,
    Double adamBeta1,
    Double adamBeta2,
    Double adamEpsilon,
    Double adamWeightDecay,
    MixedPrecision mixedPrecision,
    Long seed) {

  private static final int MAX_STEPS = 1_000_000;

  public TrainingOptions {
    Fields.text("instancePrompt", instancePrompt, 2000);
    Fields.required("maxTrainSteps", maxTrainSteps);
    Fields.inRange("maxTrainSteps", maxTrainSteps, 1, MAX_STEPS);
    checkpointingSteps = Fields.orDefault(checkpointingSteps, 500);
    Fields.inRange("checkpointingSteps", checkpointingSteps, 1, MAX_STEPS);
    resolution = Fields.orDefault(resolution, 1024);
    Fields.inRange("resolution", resolution, 32, 4096);
    if (resolution % 8 != 0) {
      throw new InvalidFieldException("resolution", "must be a multiple of 8, not " + resolution);
    }
    centerCrop = Fields.orDefault(centerCrop, false);
    randomFlip = Fields.orDefault(randomFlip, false);
    repeats = Fields.orDefault(repeats, 1);
    Fields.inRange("repeats", repeats, 1, 10_000);
    trainBatchSize = Fields.orDefault(trainBatchSize, 4);
    Fields.inRange("trainBatchSize", trainBatchSize, 1, 1024);
    gradientAccumulationSteps = Fields.orDefault(gradientAccumulationSteps, 1);
    Fields.inRange("gradientAccumulationSteps", gradientAccumulationSteps, 1, 1024);
    gradientCheckpointing = Fields.orDefault(gradientCheckpointing, false);
    learningRate = Fields.orDefault(learningRate, 1e-4);
    Fields.inRange("learningRate", learningRate, 0.0, 10.0);
    lrScheduler = Fields.orDefault(lrScheduler, LearningRateSchedule.CONSTANT);
    lrWarmupSteps = Fields.orDefault(lrWarmupSteps, 500);
    Fields.inRange("lrWarmupSteps", lrWarmupSteps, 0, MAX_STEPS);
    rank = Fields.orDefault(rank, 4);
    Fields.inRange("rank", rank, 1, 1024);
    if (snrGamma != null) {
      Fields.inRange("snrGamma", snrGamma, 0.0, 1e6);
    }
    maxGradNorm = Fields.orDefault(maxGradNorm, 1.0);
    Fields.inRange("maxGradNorm", maxGradNorm, 0.0, 1e6);
    adamBeta1 = Fields.orDefault(adamBeta1, 0.9);
    Fields.inRange("adamBeta1", adamBeta1, 0.0, 0.9999999);
    adamBeta2 = Fields.orDefault(adamBeta2, 0.999);
    Fields.inRange("adamBeta2", adamBeta2, 0.0, 0.9999999);
    adamEpsilon = Fields.orDefault(adamEpsilon, 1e-8);
    Fields.inRange("adamEpsilon", adamEpsilon, 1e-12, 1.0);
    adamWeightDecay = Fields.orDefault(adamWeightDecay, 1e-4);
    Fields.inRange("adamWeightDecay", adamWeightDecay, 0.0, 1.0);
    mixedPrecision = Fields.orDefault(mixedPrecision, MixedPrecision.NO);
    if (seed != null) {
      Fields.inRange("seed", seed, 0L, Long.MAX_VALUE);
    }
  }

  /** The same options with a seed for every draw of the training. */
  public TrainingOptions withSeed(long newSeed) {
    return new TrainingOptions(
        instancePrompt,
        maxTrainSteps,
        checkpointingSteps,
        resolution,
        centerCrop,
        randomFlip,
        repeats,
        trainBatchSize,
        gradientAccumulationSteps,
        gradientCheckpointing,
        learningRate,
        lrScheduler,
        lrWarmupSteps,
        rank,
        snrGamma,
        maxGradNorm,
        adamBeta1,
        adamBeta2,
        adamEpsilon,
        adamWeightDecay,
        mixedPrecision,
        newSeed);
  }
}

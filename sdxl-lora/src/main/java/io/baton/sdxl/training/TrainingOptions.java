package io.baton.sdxl.training;

import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.torch.DeviceChoice;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A run, checked.
 *
 * @param model directory of the base model, in diffusers' layout
 * @param snrGamma γ of min-SNR loss weights; plain loss where empty
 * @param gradientCheckpointing whether activations are computed again in the backward pass to save
 *     memory; same bytes
 * @param device to train on; a resumed run gives the same bytes only on the same kind of device
 * @param seed of all random numbers; drawn and kept in the checkpoints where empty
 */
public record TrainingOptions(
    Path model,
    ImageOptions images,
    LengthOptions length,
    LearningRateOptions learningRate,
    AdamWOptions adamW,
    LoraConfig lora,
    OptionalDouble snrGamma,
    MixedPrecision mixedPrecision,
    boolean gradientCheckpointing,
    DeviceChoice device,
    OptionalLong seed,
    OutputOptions output) {

  public TrainingOptions {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mixedPrecision, "mixedPrecision");
    Objects.requireNonNull(device, "device");
    snrGamma.ifPresent(gamma -> OptionRules.positive("--snr_gamma", gamma));
  }

  /** What of the options decides the LoRA's bytes; options that have no effect are left out. */
  Map<String, String> decisive(long totalSteps) {
    Map<String, String> options = new TreeMap<>();
    options.put("--repeats", String.valueOf(images.repeats()));
    options.put("--resolution", String.valueOf(images.resolution()));
    options.put("--center_crop", String.valueOf(images.centerCrop()));
    options.put("--random_flip", String.valueOf(images.randomFlip()));
    options.put("--train_batch_size", String.valueOf(length.trainBatchSize()));
    options.put(
        "--gradient_accumulation_steps", String.valueOf(length.gradientAccumulationSteps()));
    options.put("--learning_rate", String.valueOf(learningRate.learningRate()));
    options.put("--scale_lr", String.valueOf(learningRate.scaled()));
    options.put("--lr_scheduler", learningRate.schedule().optionValue());
    if (learningRate.schedule().warmsUp()) {
      options.put("--lr_warmup_steps", String.valueOf(learningRate.warmupSteps()));
    }
    // With the other schedules a longer run takes the same steps, and then more.
    if (learningRate.schedule().knowsTheEnd()) {
      options.put("--max_train_steps", String.valueOf(totalSteps));
      options.put("--lr_num_cycles", String.valueOf(learningRate.cycles()));
      options.put("--lr_power", String.valueOf(learningRate.power()));
    }
    options.put("--adam_beta1", String.valueOf(adamW.beta1()));
    options.put("--adam_beta2", String.valueOf(adamW.beta2()));
    options.put("--adam_weight_decay", String.valueOf(adamW.weightDecay()));
    options.put("--adam_epsilon", String.valueOf(adamW.epsilon()));
    options.put("--max_grad_norm", String.valueOf(adamW.maxGradNorm()));
    options.put("--rank", String.valueOf(lora.rank()));
    options.put("--alpha", String.valueOf(lora.alpha()));
    snrGamma.ifPresent(gamma -> options.put("--snr_gamma", String.valueOf(gamma)));
    options.put("--mixed_precision", mixedPrecision.optionValue());
    return options;
  }
}

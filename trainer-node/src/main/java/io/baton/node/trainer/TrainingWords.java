package io.baton.node.trainer;

import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.AdapterOptions;
import io.baton.protocol.job.training.BucketOptions;
import io.baton.protocol.job.training.GenerationPrecision;
import io.baton.protocol.job.training.ImageOptions;
import io.baton.protocol.job.training.LossOptions;
import io.baton.protocol.job.training.OptimizerName;
import io.baton.protocol.job.training.OptimizerOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.job.training.ScheduleOptions;
import io.baton.protocol.job.training.TextEncoderOptions;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.job.training.ValidationPlace;

/** A job's options under the names of diffusers' script, and of our trainer where it has more. */
final class TrainingWords {
  private TrainingWords() {}

  static void add(OptionWords words, TrainingOptions options) {
    words.option("instance_prompt", options.instancePrompt());
    words.option("max_train_steps", options.maxTrainSteps());
    words.option("num_train_epochs", options.numTrainEpochs());
    words.option("checkpointing_steps", options.checkpointingSteps().steps());
    words.option("resolution", options.resolution());
    words.option("train_batch_size", options.trainBatchSize());
    words.option("gradient_accumulation_steps", options.gradientAccumulationSteps());
    words.flag("gradient_checkpointing", options.gradientCheckpointing());
    words.option("learning_rate", options.learningRate());
    words.option("rank", options.rank());
    words.option("mixed_precision", options.mixedPrecision().wireName());
    words.flag("allow_tf32", options.allowTf32());
    words.option("seed", options.seed());
    words.option("variant", options.model().variant());
    add(words, options.images());
    options.buckets().ifPresent(buckets -> add(words, buckets));
    options.prior().ifPresent(prior -> add(words, prior));
    add(words, options.optimizer());
    add(words, options.schedule());
    add(words, options.loss());
    add(words, options.adapter());
    options.textEncoders().ifPresent(encoders -> add(words, encoders));
    options
        .validation()
        .filter(validation -> validation.where() == ValidationPlace.ON_NODE)
        .ifPresent(validation -> add(words, validation));
  }

  private static void add(OptionWords words, ImageOptions images) {
    words.flag("center_crop", images.centerCrop());
    words.flag("random_flip", images.randomFlip());
    words.option("repeats", images.repeats());
    words.option("image_interpolation_mode", images.imageInterpolationMode().wireName());
    words.option("caption_column", images.captionColumn());
    words.option("caption_dropout", images.captionDropout());
    words.option("dataloader_num_workers", images.dataloaderNumWorkers());
  }

  private static void add(OptionWords words, BucketOptions buckets) {
    words.flag("enable_bucket", true);
    words.option("min_bucket_reso", buckets.minBucketReso());
    words.option("max_bucket_reso", buckets.maxBucketReso());
    words.option("bucket_reso_steps", buckets.bucketResoSteps());
  }

  private static void add(OptionWords words, PriorOptions prior) {
    words.flag("with_prior_preservation", true);
    words.option("class_prompt", prior.classPrompt());
    words.option("num_class_images", prior.numClassImages());
    words.option("prior_loss_weight", prior.priorLossWeight());
    words.option("sample_batch_size", prior.sampleBatchSize());
    words.option(
        "prior_generation_precision",
        prior.priorGenerationPrecision().map(GenerationPrecision::wireName));
  }

  private static void add(OptionWords words, OptimizerOptions optimizer) {
    words.option("optimizer", trainersName(optimizer.name()));
    words.flag("use_8bit_adam", optimizer.name() == OptimizerName.ADAMW_8BIT);
    words.option("adam_beta1", optimizer.adamBeta1());
    words.option("adam_beta2", optimizer.adamBeta2());
    words.option("adam_epsilon", optimizer.adamEpsilon());
    words.option("adam_weight_decay", optimizer.adamWeightDecay());
    words.option("max_grad_norm", optimizer.maxGradNorm());
    words.option("prodigy_beta3", optimizer.prodigyBeta3());
    words.option("prodigy_decouple", optimizer.prodigyDecouple());
    words.option("prodigy_use_bias_correction", optimizer.prodigyUseBiasCorrection());
    words.option("prodigy_safeguard_warmup", optimizer.prodigySafeguardWarmup());
  }

  private static String trainersName(OptimizerName name) {
    return switch (name) {
      case ADAMW, ADAMW_8BIT -> "adamw";
      case PRODIGY -> "prodigy";
      case ADAFACTOR -> "adafactor";
    };
  }

  private static void add(OptionWords words, ScheduleOptions schedule) {
    words.option("lr_scheduler", schedule.lrScheduler().wireName());
    words.option("lr_warmup_steps", schedule.lrWarmupSteps());
    words.option("lr_num_cycles", schedule.lrNumCycles());
    words.option("lr_power", schedule.lrPower());
    words.flag("scale_lr", schedule.scaleLr());
  }

  private static void add(OptionWords words, LossOptions loss) {
    words.option("snr_gamma", loss.snrGamma());
    words.flag("do_edm_style_training", loss.doEdmStyleTraining());
    words.option("noise_offset", loss.noiseOffset());
  }

  private static void add(OptionWords words, AdapterOptions adapter) {
    words.option("alpha", adapter.alpha());
    words.option("lora_dropout", adapter.loraDropout());
    words.flag("use_dora", adapter.useDora());
    words.option("loraplus_lr_ratio", adapter.loraplusLrRatio());
  }

  private static void add(OptionWords words, TextEncoderOptions encoders) {
    words.flag("train_text_encoder", true);
    words.option("text_encoder_lr", encoders.textEncoderLr());
    words.option("adam_weight_decay_text_encoder", encoders.adamWeightDecayTextEncoder());
  }

  private static void add(OptionWords words, ValidationOptions validation) {
    words.option("validation_prompt", validation.validationPrompt());
    words.option("num_validation_images", validation.numValidationImages());
    words.option("validation_steps", validation.validationSteps());
    words.option("validation_epochs", validation.validationEpochs());
    words.option("validation_inference_steps", validation.validationInferenceSteps());
    words.option("validation_seed", validation.seed());
  }
}

package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.trainer.TrainerCommandLine.TrainerDirectories;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.TrainingOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerCommandLineTest {
  private static final TrainerDirectories DIRECTORIES =
      new TrainerDirectories(
          Path.of("/models/tiny"), Path.of("/work/dataset"), Path.of("/work/out"));

  @Test
  void every_option_is_named_as_in_the_reference_script() throws Exception {
    TrainingOptions options =
        options(
            """
            {"instancePrompt":"a photo of sks cat","maxTrainSteps":60,"checkpointingSteps":10,
             "resolution":64,"centerCrop":true,"randomFlip":true,"repeats":2,"trainBatchSize":1,
             "gradientAccumulationSteps":3,"gradientCheckpointing":true,"learningRate":0.0002,
             "lrScheduler":"cosine_with_restarts","lrWarmupSteps":5,"rank":8,"snrGamma":5.0,
             "maxGradNorm":0.5,"adamBeta1":0.8,"adamBeta2":0.99,"adamEpsilon":1e-6,
             "adamWeightDecay":0.01,"mixedPrecision":"bf16","seed":7}
            """);

    assertThat(line(options, true))
        .containsExactly(
            "/opt/sdxl-lora",
            "train",
            "--pretrained_model_name_or_path=/models/tiny",
            "--instance_data_dir=/work/dataset",
            "--output_dir=/work/out",
            "--instance_prompt=a photo of sks cat",
            "--max_train_steps=60",
            "--checkpointing_steps=10",
            "--resolution=64",
            "--center_crop",
            "--random_flip",
            "--repeats=2",
            "--train_batch_size=1",
            "--gradient_accumulation_steps=3",
            "--gradient_checkpointing",
            "--rank=8",
            "--mixed_precision=bf16",
            "--seed=7",
            "--learning_rate=2.0E-4",
            "--lr_scheduler=cosine_with_restarts",
            "--lr_warmup_steps=5",
            "--snr_gamma=5.0",
            "--max_grad_norm=0.5",
            "--adam_beta1=0.8",
            "--adam_beta2=0.99",
            "--adam_epsilon=1.0E-6",
            "--adam_weight_decay=0.01",
            "--checkpoints_total_limit=10",
            "--resume_from_checkpoint=latest",
            "--progress=json",
            "--exit-with-parent");
  }

  @Test
  void no_training_option_is_forgotten() throws Exception {
    TrainingOptions options =
        options(
            """
            {"instancePrompt":"p","maxTrainSteps":1,"centerCrop":true,"randomFlip":true,
             "gradientCheckpointing":true,"snrGamma":5.0,"seed":7}
            """);
    Map<?, ?> asJson = Json.mapper().convertValue(options, Map.class);

    List<String> names =
        line(options, false).stream().map(word -> word.replaceAll("=.*", "")).toList();
    assertThat(names)
        .containsAll(
            Arrays.stream(asJson.keySet().toArray())
                .map(name -> "--" + snakeCase(name.toString()))
                .toList());
  }

  @Test
  void first_attempt_does_not_resume() throws Exception {
    assertThat(line(options("{\"instancePrompt\":\"p\",\"maxTrainSteps\":1}"), false))
        .noneMatch(word -> word.startsWith("--resume_from_checkpoint"));
  }

  @Test
  void prompt_that_looks_like_an_option_stays_a_prompt() throws Exception {
    TrainingOptions options =
        options("{\"instancePrompt\":\"--seed 3 @file \\\"x\\\"\",\"maxTrainSteps\":1}");

    assertThat(line(options, false)).contains("--instance_prompt=--seed 3 @file \"x\"");
  }

  private static List<String> line(TrainingOptions options, boolean resume) {
    return TrainerCommandLine.of(
        new TrainerProgram(Path.of("/opt/sdxl-lora"), List.of("train")),
        options,
        DIRECTORIES,
        resume,
        10);
  }

  private static TrainingOptions options(String json) throws Exception {
    return Json.mapper().readValue(json, TrainingOptions.class);
  }

  /** {@code adamBeta1} is {@code adam_beta1}. */
  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }
}

package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.node.trainer.TrainerCommandLine.TrainerDirectories;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.job.training.ImageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerCommandLineTest {
  private static final String SMALLEST =
      "{\"instancePrompt\":\"p\",\"maxTrainSteps\":60,\"checkpointingSteps\":10}";

  /** What belongs to the machine or to its agent, not to a job. */
  private static final Set<String> LEFT_TO_THE_NODE =
      Set.of(
          // Single files as base models are not served to nodes.
          "--model_config_dir",
          // Another name for --instance_data_dir.
          "--dataset_name",
          "--encoder_cache_dir",
          // What is stored of a job's images is not in its options.
          "--validation_drawn_steps",
          "--device",
          "--report_to",
          "--logging_dir",
          // An attempt that went on with other options would end with other bytes.
          "--resume_with_other_options");

  /** Each field of the options, JSON that sets it, and the word that must come of it. */
  private static final String FIELDS =
      """
      instancePrompt                     | {'instancePrompt':'q'}            | --instance_prompt=q
      maxTrainSteps                      | {'maxTrainSteps':61}              | --max_train_steps=61
      numTrainEpochs                     | {'maxTrainSteps':null,'numTrainEpochs':3} | --num_train_epochs=3
      checkpointingSteps                 | {'checkpointingSteps':11}         | --checkpointing_steps=11
      resolution                         | {'resolution':512}                | --resolution=512
      trainBatchSize                     | {'trainBatchSize':2}              | --train_batch_size=2
      gradientAccumulationSteps          | {'gradientAccumulationSteps':3}   | --gradient_accumulation_steps=3
      gradientCheckpointing              | {'gradientCheckpointing':true}    | --gradient_checkpointing
      learningRate                       | {'learningRate':2e-4}             | --learning_rate=2.0E-4
      rank                               | {'rank':8}                        | --rank=8
      mixedPrecision                     | {'mixedPrecision':'fp16'}         | --mixed_precision=fp16
      allowTf32                          | {'allowTf32':true}                | --allow_tf32
      seed                               | {'seed':7}                        | --seed=7
      model.variant                      | {'model':{'variant':'fp16'}}      | --variant=fp16
      model.vae                          | {'model':{'vae':'fixed/vae'}}     | --pretrained_vae_model_name_or_path=/models/fixed/vae
      images.centerCrop                  | {'images':{'centerCrop':true}}    | --center_crop
      images.randomFlip                  | {'images':{'randomFlip':true}}    | --random_flip
      images.repeats                     | {'images':{'repeats':2}}          | --repeats=2
      images.imageInterpolationMode      | {'images':{'imageInterpolationMode':'nearest_exact'}} | --image_interpolation_mode=nearest_exact
      images.captionColumn               | {'images':{'captionColumn':'c'}}  | --caption_column=c
      images.captionDropout              | {'images':{'captionDropout':0.1}} | --caption_dropout=0.1
      images.dataloaderNumWorkers        | {'images':{'dataloaderNumWorkers':2}} | --dataloader_num_workers=2
      buckets.minBucketReso              | {'buckets':{'minBucketReso':512}}  | --min_bucket_reso=512
      buckets.maxBucketReso              | {'buckets':{'maxBucketReso':1536}} | --max_bucket_reso=1536
      buckets.bucketResoSteps            | {'buckets':{'bucketResoSteps':32}} | --bucket_reso_steps=32
      buckets                            | {'buckets':{}}                    | --enable_bucket
      prior                              | {'prior':{'classPrompt':'c'}}     | --with_prior_preservation
      prior.classPrompt                  | {'prior':{'classPrompt':'c'}}     | --class_prompt=c
      prior.classDatasetId               | {'prior':{'classPrompt':'c','classDatasetId':'d2'}}   | --class_data_dir=/work/class-images
      prior.numClassImages               | {'prior':{'classPrompt':'c','numClassImages':9}}      | --num_class_images=9
      prior.priorLossWeight              | {'prior':{'classPrompt':'c','priorLossWeight':0.5}}   | --prior_loss_weight=0.5
      prior.sampleBatchSize              | {'prior':{'classPrompt':'c','sampleBatchSize':2}}     | --sample_batch_size=2
      prior.priorGenerationPrecision     | {'prior':{'classPrompt':'c','priorGenerationPrecision':'bf16'}} | --prior_generation_precision=bf16
      optimizer.name                     | {'optimizer':{'name':'adafactor'}}        | --optimizer=adafactor
      optimizer.name                     | {'optimizer':{'name':'prodigy'}}          | --optimizer=prodigy
      optimizer.name                     | {'optimizer':{'name':'adamw_8bit'}}       | --use_8bit_adam
      optimizer.adamBeta1                | {'optimizer':{'adamBeta1':0.8}}           | --adam_beta1=0.8
      optimizer.adamBeta2                | {'optimizer':{'adamBeta2':0.99}}          | --adam_beta2=0.99
      optimizer.adamEpsilon              | {'optimizer':{'adamEpsilon':1e-6}}        | --adam_epsilon=1.0E-6
      optimizer.adamWeightDecay          | {'optimizer':{'adamWeightDecay':0.01}}    | --adam_weight_decay=0.01
      optimizer.maxGradNorm              | {'optimizer':{'maxGradNorm':0.5}}         | --max_grad_norm=0.5
      optimizer.prodigyBeta3             | {'optimizer':{'name':'prodigy','prodigyBeta3':0.9}} | --prodigy_beta3=0.9
      optimizer.prodigyDecouple          | {'optimizer':{'name':'prodigy','prodigyDecouple':false}} | --prodigy_decouple=false
      optimizer.prodigyUseBiasCorrection | {'optimizer':{'name':'prodigy','prodigyUseBiasCorrection':false}} | --prodigy_use_bias_correction=false
      optimizer.prodigySafeguardWarmup   | {'optimizer':{'name':'prodigy','prodigySafeguardWarmup':false}} | --prodigy_safeguard_warmup=false
      schedule.lrScheduler               | {'schedule':{'lrScheduler':'cosine_with_restarts'}} | --lr_scheduler=cosine_with_restarts
      schedule.lrWarmupSteps             | {'schedule':{'lrWarmupSteps':5}}          | --lr_warmup_steps=5
      schedule.lrNumCycles               | {'schedule':{'lrScheduler':'cosine_with_restarts','lrNumCycles':3}} | --lr_num_cycles=3
      schedule.lrPower                   | {'schedule':{'lrScheduler':'polynomial','lrPower':2}} | --lr_power=2.0
      schedule.scaleLr                   | {'schedule':{'scaleLr':true}}             | --scale_lr
      loss.snrGamma                      | {'loss':{'snrGamma':5}}                   | --snr_gamma=5.0
      loss.doEdmStyleTraining            | {'loss':{'doEdmStyleTraining':true}}      | --do_edm_style_training
      loss.noiseOffset                   | {'loss':{'noiseOffset':0.05}}             | --noise_offset=0.05
      adapter.alpha                      | {'adapter':{'alpha':2}}                   | --alpha=2.0
      adapter.loraDropout                | {'adapter':{'loraDropout':0.1}}           | --lora_dropout=0.1
      adapter.useDora                    | {'adapter':{'useDora':true}}              | --use_dora
      adapter.loraplusLrRatio            | {'adapter':{'loraplusLrRatio':16}}        | --loraplus_lr_ratio=16.0
      textEncoders                       | {'textEncoders':{}}                       | --train_text_encoder
      textEncoders.textEncoderLr         | {'textEncoders':{'textEncoderLr':1e-5}}   | --text_encoder_lr=1.0E-5
      textEncoders.adamWeightDecayTextEncoder | {'textEncoders':{'adamWeightDecayTextEncoder':0.01}} | --adam_weight_decay_text_encoder=0.01
      validation.validationPrompt        | {'validation':{'validationPrompt':'v'}}   | --validation_prompt=v
      validation.numValidationImages     | {'validation':{'validationPrompt':'v','numValidationImages':2}} | --num_validation_images=2
      validation.validationSteps         | {'validation':{'validationPrompt':'v','validationSteps':7}} | --validation_steps=7
      validation.seed                    | {'validation':{'validationPrompt':'v','seed':8}} | --validation_seed=8
      validation.validationEpochs        | {'validation':{'validationPrompt':'v','validationEpochs':3}} | --validation_epochs=3
      validation.validationInferenceSteps | {'validation':{'validationPrompt':'v','validationInferenceSteps':9}} | --validation_inference_steps=9
      """;

  /** One line of the table. */
  record Field(String path, String json, String word) {
    static Field of(String line) {
      String[] cells = line.split("\\|");
      return new Field(cells[0].strip(), cells[1].strip().replace('\'', '"'), cells[2].strip());
    }

    TrainingOptions options() {
      return merged(json);
    }
  }

  static Stream<Field> fields() {
    return FIELDS.lines().map(Field::of);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void field_of_the_options_is_told_to_the_trainer(Field field) {
    assertThat(line(field.options(), false)).contains(field.word());
    assertThat(line(merged("{}"), false)).doesNotContain(field.word());
  }

  @Test
  void no_field_of_the_options_is_forgotten() {
    Set<String> known = new TreeSet<>(fields().map(Field::path).toList());
    // That a group is there switches something on; it is no field of its own.
    known.removeAll(Set.of("buckets", "prior", "textEncoders"));
    // Where images are drawn separately, the trainer is told nothing of them.
    known.add("validation.where");

    assertThat(known).isEqualTo(new TreeSet<>(leaves("", TrainingOptions.class).toList()));
  }

  @Test
  void every_option_of_the_trainer_is_used_or_left_to_the_node() throws Exception {
    Set<String> used = new TreeSet<>();
    fields().forEach(field -> line(field.options(), true).stream().skip(2).forEach(used::add));
    Set<String> names = new TreeSet<>(used.stream().map(w -> w.replaceAll("=.*", "")).toList());
    Set<String> documented = new TreeSet<>(optionsInTheDocumentation());
    documented.removeAll(LEFT_TO_THE_NODE);

    assertThat(names).isEqualTo(documented);
  }

  @Test
  void whole_command_line_of_a_job_that_goes_on() {
    TrainingOptions options =
        TrainingOptions.builder("a photo of sks cat")
            .maxTrainSteps(60)
            .checkpointingSteps(CheckpointInterval.ofSteps(10))
            .resolution(64)
            .seed(7L)
            .images(ImageOptions.cropped(true, false, 2))
            .build();

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
            "--train_batch_size=4",
            "--gradient_accumulation_steps=1",
            "--learning_rate=1.0E-4",
            "--rank=4",
            "--mixed_precision=no",
            "--seed=7",
            "--center_crop",
            "--repeats=2",
            "--image_interpolation_mode=lanczos",
            "--caption_dropout=0.0",
            "--dataloader_num_workers=0",
            "--optimizer=adamw",
            "--adam_beta1=0.9",
            "--adam_beta2=0.999",
            "--adam_epsilon=1.0E-8",
            "--adam_weight_decay=1.0E-4",
            "--max_grad_norm=1.0",
            "--lr_scheduler=constant",
            "--lr_warmup_steps=500",
            "--noise_offset=0.0",
            "--lora_dropout=0.0",
            "--output_kohya_format",
            "--checkpoints_total_limit=10",
            "--resume_from_checkpoint=latest",
            "--progress=json",
            "--exit-with-parent");
  }

  @Test
  void images_that_another_job_draws_are_not_asked_for() {
    TrainingOptions options =
        merged(
            "{'validation':{'validationPrompt':'v','validationSteps':5,'where':'separate'}}"
                .replace('\'', '"'));

    assertThat(line(options, false)).noneMatch(word -> word.contains("validation"));
  }

  @Test
  void images_of_another_jobs_lora_are_drawn_as_the_trainer_would() {
    TrainingOptions options =
        merged(
            "{'seed':7,'resolution':64,'validation':{'validationPrompt':'v','validationSteps':5}}"
                .replace('\'', '"'));

    assertThat(
            TrainerCommandLine.ofSamples(
                new TrainerProgram(Path.of("/opt/sdxl-lora"), List.of("train")),
                options,
                options.validation().orElseThrow(),
                new TrainerDirectories(
                    Path.of("/models/tiny"),
                    Optional.empty(),
                    Path.of("/work/dataset"),
                    Path.of("/work/class"),
                    Path.of("/work/out")),
                Path.of("/work/weights.safetensors")))
        .containsExactly(
            "/opt/sdxl-lora",
            "sample",
            "--pretrained_model_name_or_path=/models/tiny",
            "--lora=/work/weights.safetensors",
            "--prompt=v",
            "--num_images=4",
            "--resolution=64",
            "--num_inference_steps=25",
            "--scheduler=dpm++2m",
            "--mixed_precision=no",
            "--seed=7",
            "--output_dir=/work/out",
            "--progress=json",
            "--exit-with-parent");
  }

  @Test
  void first_attempt_does_not_resume() {
    assertThat(line(merged("{}"), false))
        .noneMatch(word -> word.startsWith("--resume_from_checkpoint"));
  }

  @Test
  void prompt_that_looks_like_an_option_stays_a_prompt() {
    TrainingOptions options = merged("{\"instancePrompt\":\"--seed 3 @file \\\"x\\\"\"}");

    assertThat(line(options, false)).contains("--instance_prompt=--seed 3 @file \"x\"");
  }

  private static List<String> line(TrainingOptions options, boolean resume) {
    return TrainerCommandLine.of(
        new TrainerProgram(Path.of("/opt/sdxl-lora"), List.of("train")),
        options,
        new TrainerDirectories(
            Path.of("/models/tiny"),
            options.model().vae().map(vae -> Path.of("/models").resolve(vae.name())),
            Path.of("/work/dataset"),
            Path.of("/work/class-images"),
            Path.of("/work/out")),
        resume,
        10,
        List.of());
  }

  /** The smallest options with some fields set. */
  private static TrainingOptions merged(String json) {
    try {
      ObjectNode all = (ObjectNode) Json.mapper().readTree(SMALLEST);
      JsonNode given = Json.mapper().readTree(json);
      all.setAll((ObjectNode) given);
      return Json.mapper().treeToValue(all, TrainingOptions.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths of all fields, those of groups after the group's name. */
  private static Stream<String> leaves(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component -> {
              Class<?> value = value(component);
              String path = prefix + component.getName();
              return isGroup(value) ? leaves(path + ".", value) : Stream.of(path);
            });
  }

  private static boolean isGroup(Class<?> type) {
    return type.getPackage().equals(ImageOptions.class.getPackage())
        && type.isRecord()
        && type != CheckpointInterval.class;
  }

  private static Class<?> value(RecordComponent component) {
    Type type = component.getGenericType();
    return (Class<?>)
        (type instanceof ParameterizedType optional ? optional.getActualTypeArguments()[0] : type);
  }

  /** The names in the first columns of the tables of docs/training-options.md. */
  private static List<String> optionsInTheDocumentation() throws IOException {
    Pattern option = Pattern.compile("`(--[a-z0-9_-]+)`");
    return Files.readAllLines(Path.of("../docs/training-options.md")).stream()
        .filter(line -> line.startsWith("| `--"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> option.matcher(cell).results().map(result -> result.group(1)))
        .distinct()
        .toList();
  }
}

package io.baton.sdxl.training;

import io.baton.sdxl.cache.TensorCache;
import io.baton.sdxl.checkpoint.Checkpoint;
import io.baton.sdxl.checkpoint.OutputDirectory;
import io.baton.sdxl.checkpoint.RunIdentity;
import io.baton.sdxl.checkpoint.StateCopy;
import io.baton.sdxl.dataset.ClassImageGenerator;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.KohyaFile;
import io.baton.sdxl.lorafile.LoraNotes;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.schedule.LearningRateSchedule;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.training.options.TrainingOptions;
import io.baton.sdxl.vae.VaeConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** One run: from its images and its base model, or a checkpoint, to the LoRA. */
public final class LoraTrainer {

  private final TrainingOptions options;
  private final ProgressListener listener;
  private final StopRequest stop;

  public LoraTrainer(TrainingOptions options, ProgressListener listener, StopRequest stop) {
    this.options = options;
    this.listener = ProgressListener.shared(listener);
    this.stop = stop;
  }

  /**
   * Trains on the calling thread until the LoRA is written or the run is asked to stop.
   *
   * @throws TrainingFailure when it can do neither; complete checkpoints stay
   */
  public Outcome run() {
    ModelDirectory model = options.model().open();
    options.images().framing().requireEncodable(VaeConfig.load(model).downscaleFactor());
    OutputDirectory output = OutputDirectory.open(options.output().outputDir());
    Optional<Checkpoint> checkpoint = ResumePoint.find(options.output(), output);
    long seed = seed(checkpoint);
    enter(Phase.PREPARING_DATA);
    try (ImageWorkers workers = ImageWorkers.start(options.loading().workers())) {
      TrainingData data = TrainingData.load(options, classImages(model, seed), workers);
      return run(output, checkpoint, model, data, seed);
    }
  }

  private void requireSameRun(Checkpoint checkpoint, RunIdentity identity, long totalSteps) {
    ResumePoint.requireSameRun(
            checkpoint, identity, totalSteps, options.output().resumeWithOtherOptions())
        .forEach(difference -> listener.on(new Remark(difference.toString())));
  }

  private Optional<ClassImageGenerator> classImages(ModelDirectory model, long seed) {
    return options
        .prior()
        .map(prior -> new MissingClassImages(options, prior, model, seed, listener));
  }

  private Outcome run(
      OutputDirectory output,
      Optional<Checkpoint> checkpoint,
      ModelDirectory model,
      TrainingData data,
      long seed) {
    long totalSteps = options.length().totalSteps(data.plan());
    RunIdentity identity = identity(model, data, totalSteps, seed);
    checkpoint.ifPresent(found -> requireSameRun(found, identity, totalSteps));
    LearningRateSchedule schedule = options.learningRate().over(options.length(), totalSteps);
    remarkOn(schedule);
    options
        .optimizer()
        .choice()
        .remarkOn(schedule.base())
        .ifPresent(text -> listener.on(new Remark(text)));
    options
        .textEncoders()
        .remark(options.optimizer().choice())
        .ifPresent(text -> listener.on(new Remark(text)));

    LongCaptions.remark(ClipTokenizer.load(model, "tokenizer"), data.set().captions())
        .ifPresent(text -> listener.on(new Remark(text)));

    Optional<TensorCache> cache = cache(data);
    enter(Phase.LOADING_MODEL);
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    if (options.compute().allowTf32()) {
      allowTf32(torch);
    }
    try (LoadedRun run = LoadedRun.load(torch, model, options, data, cache, seed)) {
      checkpoint.ifPresent(found -> found.restore(run.state()));
      checkpoint.ifPresent(found -> listener.on(new Resumed(found.step())));
      remarkOnKohya(run);
      LoraNotes notes =
          LoraNotes.of(options.adapters().alpha(), identity.options())
              .predicting(
                  model
                      .config("scheduler", "scheduler_config.json")
                      .text("prediction_type", PredictionType.EPSILON.configName()));
      return train(
          run, output, new Course(data.plan(), schedule, identity, notes, seed), checkpoint);
    }
  }

  private void remarkOnKohya(LoadedRun run) {
    if (!run.state().loras().stream().allMatch(lora -> KohyaFile.names(lora.layout()))) {
      listener.on(
          new Remark(
              "the model has modules that SDXL has not, so %s is not written"
                  .formatted(KohyaFile.NAME)));
    }
  }

  private void allowTf32(TorchRuntime torch) {
    torch.allowTf32();
    if (!torch.device(options.compute().device()).isGpu()) {
      listener.on(new Remark("a CPU has no TF32, so --allow_tf32 changes nothing"));
    }
  }

  private Outcome train(
      LoadedRun run, OutputDirectory output, Course course, Optional<Checkpoint> checkpoint) {
    stop.honour();
    ValidationRounds validation =
        new ValidationRounds(
            run, options, course.plan().updates(), course.schedule().totalSteps(), listener, stop);
    checkpoint.ifPresent(found -> validation.drawMissing(found.step()));
    enter(Phase.TRAINING);
    try (CheckpointWriter checkpoints = checkpoints(run, output, course)) {
      int interval = options.output().checkpointingSteps();
      long step =
          new TrainingLoop(run, course.plan(), course.schedule(), checkpoints, listener, stop)
              .trainFrom(
                  checkpoint.map(Checkpoint::step).orElse(0L),
                  done -> {
                    if (done % interval == 0) {
                      checkpoints.write(done);
                    }
                    if (validation.isDue(done)) {
                      checkpoints.settle();
                      validation.draw(done);
                      enter(Phase.TRAINING);
                    }
                  });
      if (step < course.schedule().totalSteps()) {
        // Nothing is trained before the first step, so there is nothing to keep.
        if (step > 0) {
          checkpoints.write(step);
        }
        return new Outcome.Stopped(step);
      }
      checkpoints.settle();
      return save(run, output, course, validation, step);
    }
  }

  private Outcome save(
      LoadedRun run,
      OutputDirectory output,
      Course course,
      ValidationRounds validation,
      long step) {
    enter(Phase.SAVING);
    try (StateCopy state = run.state().copy()) {
      Path lora = output.writeLora(state, course.notes().atStep(step));
      validation.drawLast(step);
      listener.on(new Done(step, lora));
      return new Outcome.Completed(step, lora);
    }
  }

  private CheckpointWriter checkpoints(LoadedRun run, OutputDirectory output, Course course) {
    CheckpointWriter.Destination destination =
        new CheckpointWriter.Destination() {
          @Override
          public boolean holds(long step) {
            return output.checkpoints().containsKey(step);
          }

          @Override
          public Path write(long step, StateCopy state) {
            return output.writeCheckpoint(
                step,
                course.plan().microStepsBefore(step),
                course.seed(),
                course.identity(),
                state,
                course.notes().atStep(step),
                options.output().checkpointsTotalLimit());
          }
        };
    return new CheckpointWriter(() -> run.state().copy(), destination, listener);
  }

  private Optional<TensorCache> cache(TrainingData data) {
    Optional<Path> directory = options.loading().encoderCacheDir();
    if (directory.isPresent()) {
      data.remarkOnCache().ifPresent(text -> listener.on(new Remark(text)));
    }
    return directory.map(path -> TensorCache.open(path, text -> listener.on(new Remark(text))));
  }

  private RunIdentity identity(
      ModelDirectory model, TrainingData data, long totalSteps, long seed) {
    Map<String, String> decisive = options.decisive(totalSteps);
    decisive.put("--seed", String.valueOf(seed));
    decisive.put("the base model", ModelFingerprint.of(model));
    model.vae().ifPresent(vae -> decisive.put("the VAE", ModelFingerprint.ofFolder(vae)));
    decisive.put("the set of images and captions", data.set().images().fingerprint());
    return new RunIdentity(decisive);
  }

  private long seed(Optional<Checkpoint> checkpoint) {
    if (options.compute().seed().isPresent()) {
      return options.compute().seed().getAsLong();
    }
    long seed = checkpoint.map(Checkpoint::seed).orElseGet(LoraTrainer::freshSeed);
    listener.on(new Remark("the seed is " + seed));
    return seed;
  }

  // Short enough to be typed again.
  private static long freshSeed() {
    return new SecureRandom().nextInt(Integer.MAX_VALUE);
  }

  private void remarkOn(LearningRateSchedule schedule) {
    if (schedule.kind().warmsUp() && schedule.warmupSteps() >= schedule.totalSteps()) {
      listener.on(
          new Remark(
              "--lr_warmup_steps %d is not shorter than the run of %d steps, so the learning rate never gets to its full value"
                  .formatted(schedule.warmupSteps(), schedule.totalSteps())));
    }
  }

  private void enter(Phase phase) {
    listener.on(new PhaseStarted(phase));
  }

  /** What stays the same from the first step to the last. */
  private record Course(
      EpochPlan plan,
      LearningRateSchedule schedule,
      RunIdentity identity,
      LoraNotes notes,
      long seed) {}
}

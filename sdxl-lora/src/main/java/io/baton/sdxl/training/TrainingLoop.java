package io.baton.sdxl.training;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.progress.SpeedMeter;
import io.baton.sdxl.schedule.LearningRateSchedule;
import java.util.function.LongConsumer;

/** Micro-step after micro-step, until all steps are done or the run is asked to stop. */
final class TrainingLoop {

  private final LoadedRun run;
  private final EpochPlan plan;
  private final LearningRateSchedule schedule;
  private final CheckpointWriter checkpoints;
  private final ProgressListener listener;
  private final StopRequest stop;

  TrainingLoop(
      LoadedRun run,
      EpochPlan plan,
      LearningRateSchedule schedule,
      CheckpointWriter checkpoints,
      ProgressListener listener,
      StopRequest stop) {
    this.run = run;
    this.plan = plan;
    this.schedule = schedule;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Trains on from {@code done} steps.
   *
   * @param afterStep is told the number of each step when it is done
   * @return steps done; fewer than the schedule's total only when asked to stop. Micro-steps of a
   *     step that was not finished have changed nothing: a resumed run does them again, to the same
   *     bits.
   */
  long trainFrom(long done, LongConsumer afterStep) {
    SpeedMeter speed = new SpeedMeter(System::nanoTime);
    long step = done;
    long index = plan.microStepsBefore(step);
    double lossSum = 0;
    int summed = 0;
    while (step < schedule.totalSteps() && !stop.requested()) {
      MicroStep microStep = plan.microStep(index);
      double rate = schedule.rateAfter(step - run.learner().skippedSteps());
      Result result = microStep(microStep, rate, step + 1);
      lossSum += result.loss();
      summed++;
      index++;
      if (microStep.update()) {
        step++;
        double loss = lossSum / summed;
        lossSum = 0;
        summed = 0;
        remarkOnOverflow(step, result);
        listener.on(
            new StepDone(
                step,
                schedule.totalSteps(),
                loss,
                rate,
                result.overflowed() ? null : result.gradientNorm(),
                speed.step()));
        afterStep.accept(step);
        speed.leaveOut();
      }
      checkpoints.report();
    }
    return step;
  }

  /**
   * What a micro-step gave.
   *
   * @param gradientNorm before clipping; 0 where no optimizer step followed
   */
  private record Result(float loss, double gradientNorm) {

    boolean overflowed() {
      return !Double.isFinite(gradientNorm);
    }
  }

  private void remarkOnOverflow(long step, Result result) {
    if (result.overflowed()) {
      listener.on(
          new Remark(
              "the gradients of step %d overflowed, so it is left out; losses are multiplied by %.0f from now on"
                  .formatted(step, run.learner().lossScale())));
    }
  }

  private Result microStep(MicroStep microStep, double rate, long step) {
    try (NDManager scope = run.newScope()) {
      MicroBatch batch = run.batches().batch(scope, microStep);
      run.drawDropout(microStep.index());
      float loss = run.learner().accumulate(scope, batch, plan.accumulation());
      if (!Float.isFinite(loss)) {
        throw new TrainingFailure(
            FailureCode.BAD_INPUT,
            "The loss is not a number any more at step %d; try a lower --learning_rate or, with fp16, --mixed_precision bf16, and check the base model."
                .formatted(step));
      }
      return new Result(loss, microStep.update() ? run.learner().step(scope, rate, step) : 0);
    }
  }
}

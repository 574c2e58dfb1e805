package io.baton.sdxl.progress;

import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar of steps with loss, speed and time left; while images are made, one of theirs. */
public final class TerminalBar implements ProgressListener {

  private static final int WIDTH = 110;

  private final PrintStream out;
  private Optional<ProgressBar> bar = Optional.empty();

  public TerminalBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public void on(ProgressEvent event) {
    if (event instanceof StepDone step) {
      show(step);
    } else if (event instanceof DenoisingStepDone step) {
      show(step);
    } else if (event instanceof Done || event instanceof Failed || event instanceof PhaseStarted) {
      bar.ifPresent(ProgressBar::close);
      bar = Optional.empty();
    }
  }

  private void show(StepDone step) {
    ProgressBar shown = bar.orElseGet(() -> open("training", step.totalSteps(), step.step() - 1));
    bar = Optional.of(shown);
    shown.stepTo(step.step());
    shown.setExtraMessage(
        String.format(Locale.ROOT, "  loss %.4f, lr %.1e", step.loss(), step.learningRate()));
  }

  private void show(DenoisingStepDone step) {
    long all = (long) step.images() * step.steps();
    long done = (step.image() - 1L) * step.steps() + step.step();
    ProgressBar shown = bar.orElseGet(() -> open("sampling", all, done - 1));
    bar = Optional.of(shown);
    shown.stepTo(done);
    shown.setExtraMessage("  image %d of %d".formatted(step.image(), step.images()));
  }

  private ProgressBar open(String task, long all, long done) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(all)
        .startsFrom(done, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" steps", 1)
        .showSpeed()
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
        .build();
  }
}

package io.baton.sdxl.progress;

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

/** A bar of steps with loss, speed and time left. */
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
    } else if (event instanceof Done
        || event instanceof Failed
        || (event instanceof PhaseStarted phase && phase.phase() == Phase.SAVING)) {
      bar.ifPresent(ProgressBar::close);
      bar = Optional.empty();
    }
  }

  private void show(StepDone step) {
    ProgressBar shown = bar.orElseGet(() -> open(step));
    bar = Optional.of(shown);
    shown.stepTo(step.step());
    shown.setExtraMessage(
        String.format(Locale.ROOT, "  loss %.4f, lr %.1e", step.loss(), step.learningRate()));
  }

  private ProgressBar open(StepDone first) {
    return new ProgressBarBuilder()
        .setTaskName("training")
        .setInitialMax(first.totalSteps())
        .startsFrom(first.step() - 1, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" steps", 1)
        .showSpeed()
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
        .build();
  }
}

package io.baton.cli.job;

import io.baton.cli.terminal.Words;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job's progress in one line. */
public final class ProgressText {
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private ProgressText() {}

  /** {@code ▕██████▌ ▏ step 27/60 loss 0.1234 4.1 steps/s 8.0 s left local-2}. */
  public static String line(Job job, int columns) {
    String facts = facts(job);
    int width = Math.max(10, Math.min(40, columns - facts.length() - 4));
    String line =
        "▕" + bar(job.progress().step(), job.progress().totalSteps(), width) + "▏ " + facts;
    return line.length() < columns ? line : line.substring(0, Math.max(1, columns - 1));
  }

  static String bar(int done, int total, int width) {
    int eighths = total == 0 ? 0 : (int) Math.min(width * 8L, (long) done * width * 8 / total);
    String bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return bar + " ".repeat(width - bar.length());
  }

  /** Everything but the bar. */
  public static String facts(Job job) {
    Job.Progress progress = job.progress();
    List<String> parts = new ArrayList<>();
    parts.add("step " + progress.step() + "/" + progress.totalSteps());
    if (job.status() == JobStatus.RUNNING) {
      Phase phase = progress.phase().orElse(Phase.PREPARING);
      if (phase == Phase.TRAINING && progress.loss().isPresent()) {
        progress.loss().ifPresent(loss -> parts.add("loss " + Words.decimal(loss)));
        progress.stepsPerSecond().ifPresent(rate -> parts.add(Words.rate(rate) + " steps/s"));
        timeLeft(progress).ifPresent(left -> parts.add(Words.of(left) + " left"));
      } else {
        parts.add(phase.text());
      }
      job.node().ifPresent(node -> parts.add(node.value()));
    } else {
      parts.add(job.status().wireName());
    }
    return String.join("  ", parts);
  }

  private static Optional<Duration> timeLeft(Job.Progress progress) {
    return progress
        .stepsPerSecond()
        .filter(rate -> rate > 0)
        .map(
            rate ->
                Duration.ofMillis(
                    (long) ((progress.totalSteps() - progress.step()) / rate * 1000)));
  }
}

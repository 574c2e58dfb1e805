package io.baton.cli.job;

import io.baton.cli.terminal.Bar;
import io.baton.cli.terminal.Sparkline;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job's progress in a few lines. */
public final class ProgressText {
  private static final int LABEL = 7;
  private static final int LONGEST_BAR = 50;

  private ProgressText() {}

  /** What stands at the bottom while a job is followed; no line is longer than the terminal. */
  static List<String> live(Job job, List<Double> losses, int columns) {
    List<String> lines = new ArrayList<>();
    Job.Progress progress = job.progress();
    String amount = progress.step() + "/" + progress.totalSteps();
    String rest = amount + rate(job);
    int width = Math.max(10, Math.min(LONGEST_BAR, columns - rest.length() - LABEL - 5));
    lines.add(
        label("step") + "▕" + Bar.of(progress.step(), progress.totalSteps(), width) + "▏ " + rest);
    progress
        .loss()
        .ifPresent(
            loss -> {
              String now = " " + Words.decimal(loss);
              int room = Math.max(4, Math.min(LONGEST_BAR, columns - now.length() - LABEL - 3));
              lines.add(label("loss") + Sparkline.of(losses, room) + now);
            });
    lines.add(label("now") + Text.literal(String.join(", ", now(job))));
    return lines;
  }

  private static String label(String name) {
    return "@|faint " + name + "|@" + " ".repeat(LABEL - name.length());
  }

  private static String rate(Job job) {
    if (!trains(job)) {
      return "";
    }
    Job.Progress progress = job.progress();
    return progress.stepsPerSecond().map(r -> "  " + Words.rate(r) + " steps/s").orElse("")
        + timeLeft(progress).map(left -> "  " + Words.of(left) + " left").orElse("");
  }

  private static boolean trains(Job job) {
    return job.status() == JobStatus.RUNNING
        && job.progress().phase().filter(Phase.TRAINING::equals).isPresent();
  }

  private static List<String> now(Job job) {
    List<String> parts = new ArrayList<>();
    if (job.status() == JobStatus.RUNNING) {
      String node = job.node().map(id -> " on " + id).orElse("");
      parts.add(job.progress().phase().orElse(Phase.PREPARING).text() + node);
    } else if (job.status() == JobStatus.PENDING) {
      parts.add("waiting for a node");
    } else if (job.status() == JobStatus.INTERRUPTED) {
      parts.add("waiting for another node");
    } else {
      parts.add(job.status().wireName());
    }
    job.lastCheckpointStep().ifPresent(step -> parts.add("checkpoint " + step));
    if (job.interruptions() > 0) {
      parts.add(Words.count(job.interruptions(), "interruption"));
    }
    if (job.failures() > 0) {
      parts.add(Words.count(job.failures(), "failure"));
    }
    return parts;
  }

  /** Everything in one line: {@code step 20/60 loss 0.1235 4.0 steps/s 10.0 s left local-1}. */
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

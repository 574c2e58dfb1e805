package io.baton.cli.submit;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobEstimate.GpuEstimate;
import java.time.Duration;

/** What a job would take, for people. */
final class EstimateText {
  private EstimateText() {}

  static void print(Console console, JobDraft draft, JobEstimate estimate, Uploads uploads) {
    Facts facts = new Facts();
    facts.add("job", estimate.spec().name());
    draft
        .images()
        .map(uploads::images)
        .ifPresent(
            images ->
                facts.add(
                    "images",
                    Words.count(images.images(), "image")
                        + ", "
                        + Words.ofBytes(images.bytes())
                        + ", not uploaded yet"));
    facts.add("model", estimate.spec().baseModel()).add("steps", estimate.totalSteps());
    facts.print(console);
    if (estimate.gpus().isEmpty()) {
      console.plain("  No like job has run yet, so nobody knows how long it would take.");
      return;
    }
    Table table = new Table("GPU", "STEPS/S", "TRAINING", "START", "IN ALL", "COST", "MEASURED");
    for (GpuEstimate gpu : estimate.gpus()) {
      table.row(
          gpu.gpu().orElse("none (CPU)"),
          Words.rate(gpu.stepsPerSecond()),
          seconds(gpu.trainingSeconds()),
          gpu.startSeconds().map(EstimateText::seconds).orElse("?"),
          seconds(gpu.seconds()),
          gpu.cost().map(Words::money).orElse("?"),
          Words.count(gpu.attempts(), "attempt"));
    }
    table.print(console, "  ");
  }

  private static String seconds(double seconds) {
    return Words.of(Duration.ofMillis((long) (seconds * 1000)));
  }
}

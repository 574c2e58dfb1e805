package io.baton.api.dashboard.job;

import io.baton.protocol.job.Job;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The images that were drawn while a job trained.
 *
 * @param prompt what they are to show; empty where none were asked for
 * @param sets oldest step first
 * @param total how many sets there are
 * @param undrawn steps without images, oldest first
 */
public record SamplesView(
    String path,
    Optional<String> prompt,
    List<SampleSet> sets,
    int total,
    List<UndrawnView> undrawn) {
  static SamplesView of(Job job, SamplePage page, Instant now) {
    Optional<String> prompt =
        job.spec()
            .training()
            .flatMap(TrainingOptions::validation)
            .map(validation -> validation.validationPrompt());
    return new SamplesView(
        "/ui/jobs/" + job.id(),
        prompt,
        page.sets(),
        page.total(),
        page.undrawn().stream().map(each -> UndrawnView.of(each, now)).toList());
  }

  /** Whether there will be more images though the job may have ended. */
  public boolean waits() {
    return undrawn.stream().anyMatch(UndrawnView::waits);
  }

  public int last() {
    return sets.size() - 1;
  }

  public SampleSet newest() {
    return sets.get(last());
  }

  public int hidden() {
    return total - sets.size();
  }
}

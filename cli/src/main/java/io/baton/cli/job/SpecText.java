package io.baton.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.document.Difference;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a job asks for, as far as it is not what every job gets. */
final class SpecText {
  /** Shown elsewhere, or different in every job. */
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of("name", "datasetId", "baseModel", "training.seed", "training.instancePrompt");

  private SpecText() {}

  /** {@code rank 16, optimizer.name prodigy}; empty where everything is the default. */
  static Optional<String> notDefault(JobSpec spec) {
    JsonNode plain = Json.mapper().valueToTree(plain(spec));
    JsonNode asked = Json.mapper().valueToTree(spec);
    List<Difference> differences =
        Difference.between(plain, asked).stream()
            .filter(each -> !SHOWN_ELSEWHERE.contains(each.field()))
            .filter(each -> !each.field().startsWith("labels"))
            .toList();
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            differences.stream().map(SpecText::setting).collect(Collectors.joining(", ")));
  }

  private static String setting(Difference difference) {
    return difference.field().replaceFirst("^(training|command)\\.", "")
        + " "
        + difference.after().map(Difference::value).orElse("none");
  }

  private static JobSpec plain(JobSpec spec) {
    return new JobSpec(
        spec.name(),
        spec.datasetId(),
        spec.baseModel(),
        spec.training().map(SpecText::plain),
        spec.command().map(SpecText::plain),
        null,
        Budgets.DEFAULT,
        null,
        null,
        Optional.empty(),
        null,
        null);
  }

  private static TrainingOptions plain(TrainingOptions options) {
    return TrainingOptions.builder(options.instancePrompt())
        .maxTrainSteps(options.maxTrainSteps().orElse(1))
        .build();
  }

  private static CommandOptions plain(CommandOptions options) {
    return new CommandOptions(
        options.words(), null, options.totalSteps(), null, null, null, null, null, null);
  }
}

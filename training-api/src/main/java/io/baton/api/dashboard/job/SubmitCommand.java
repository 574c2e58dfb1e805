package io.baton.api.dashboard.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@code baton submit} that submits the same job again. Its options are those of the command
 * line, of which the protocol has the list.
 */
final class SubmitCommand {
  /** Options for which the command line has defaults that are not those of the service. */
  private static final Set<String> ALWAYS =
      Set.of(
          "baseModel",
          "training.instancePrompt",
          "training.maxTrainSteps",
          "training.checkpointingSteps",
          "training.resolution",
          "training.trainBatchSize");

  /** What trainings and commands call by different names, as the command line knows them. */
  private static final Map<String, String> OF_COMMANDS =
      Map.of(
          "training.maxTrainSteps", "command.totalSteps",
          "training.checkpointingSteps", "command.checkpointingSteps",
          "training.seed", "command.seed");

  private static final List<Flag> FLAGS = read();

  private SubmitCommand() {}

  private record Flag(String name, String path, String kind) {}

  /**
   * The command, an option a line.
   *
   * @param webhook where the job's events go; the secret is left to the environment
   */
  static String of(JobSpec spec, Optional<URI> webhook) {
    JsonNode asked = Json.mapper().valueToTree(spec);
    Map<String, String> different = SpecDifferences.ofDefaults(spec);
    List<String> words = new ArrayList<>(List.of("--dataset " + word(spec.datasetId().value())));
    for (Flag flag : FLAGS) {
      String path =
          spec.command().isPresent()
              ? OF_COMMANDS.getOrDefault(flag.path(), flag.path())
              : flag.path();
      if (ALWAYS.contains(path) || spec.command().isPresent() || isIn(different, path)) {
        words.addAll(options(flag, asked.at("/" + path.replace('.', '/'))));
      }
    }
    webhook.ifPresent(url -> words.add("--webhook " + word(url.toString())));
    spec.command()
        .ifPresent(
            command ->
                words.add(
                    "-- "
                        + String.join(
                            " ", command.words().stream().map(SubmitCommand::word).toList())));
    String secret = webhook.isPresent() ? "BATON_WEBHOOK_SECRET=whsec_… " : "";
    return secret + "baton submit " + String.join(" \\\n  ", words);
  }

  private static boolean isIn(Map<String, String> different, String path) {
    return different.keySet().stream()
        .anyMatch(known -> known.equals(path) || known.startsWith(path + "."));
  }

  private static List<String> options(Flag flag, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    return switch (flag.kind()) {
      case "switch" ->
          List.of(value.asBoolean() ? flag.name() : "--no-" + flag.name().substring(2));
      case "group" -> List.of(flag.name());
      case "list" -> {
        List<String> options = new ArrayList<>();
        value.forEach(entry -> options.add(flag.name() + " " + word(entry.asText())));
        yield options;
      }
      case "map" -> {
        Map<String, String> entries = new TreeMap<>();
        value.fields().forEachRemaining(e -> entries.put(e.getKey(), e.getValue().asText()));
        yield entries.entrySet().stream()
            .map(entry -> flag.name() + " " + word(entry.getKey() + "=" + entry.getValue()))
            .toList();
      }
      case "bytes" -> List.of(flag.name() + " " + value.asText() + "B");
      default -> List.of(flag.name() + " " + word(value.asText()));
    };
  }

  /** As one word of a shell; plain ones stay plain. */
  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./:=@%+,-]+") ? text : Resubmission.quoted(text);
  }

  private static List<Flag> read() {
    try (InputStream in = JobSpec.class.getResourceAsStream("job-flags.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("--"))
          .map(line -> line.split(" \\| ", 4))
          .map(cells -> new Flag(cells[0].split(" ")[0], cells[1], cells[2]))
          // The service never tells a webhook's secret, and its address is not part of the spec.
          .filter(flag -> !flag.path().startsWith("webhook."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.baton.cli.submit;

import io.baton.protocol.job.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A field of a job as an option; {@code job-flags.txt} has all of them.
 *
 * @param group heading in the help
 * @param names the one that people know best first
 * @param path the field of the job, with a dot before each inner one
 * @param kind how a value is written
 * @param choices the values that are allowed; empty: not a choice
 * @param label stands for a value in the help
 * @param description one or two short sentences
 */
record JobFlag(
    String group,
    List<String> names,
    String path,
    Kind kind,
    List<String> choices,
    String label,
    String description) {

  /** The group of what is set every day. */
  static final String EVERYDAY = "Training";

  private static final String TRAINING = "training.";

  /** What trainings and commands call by different names. */
  private static final Map<String, String> OF_COMMANDS =
      Map.of(
          "training.maxTrainSteps", "command.totalSteps",
          "training.checkpointingSteps", "command.checkpointingSteps",
          "training.seed", "command.seed");

  private static final List<JobFlag> ALL = read();

  /** How a value is written. */
  enum Kind {
    TEXT,
    INTEGER,
    LONG,
    NUMBER,
    SWITCH,
    GROUP,
    LIST,
    MAP,
    INTERVAL,
    BYTES
  }

  /** In the order of the help. */
  static List<JobFlag> all() {
    return ALL;
  }

  /** The field of a job that runs a command; absent where only trainings have it. */
  Optional<String> commandPath() {
    return path.startsWith(TRAINING)
        ? Optional.ofNullable(OF_COMMANDS.get(path))
        : Optional.of(path);
  }

  /** The field of a job that trains; absent where only commands have it. */
  Optional<String> trainingPath() {
    return path.startsWith("command.") ? Optional.empty() : Optional.of(path);
  }

  static Optional<JobFlag> ofPath(String path) {
    return ALL.stream()
        .filter(
            flag -> flag.path.equals(path) || flag.commandPath().filter(path::equals).isPresent())
        .findFirst();
  }

  private static List<JobFlag> read() {
    try (InputStream in = JobSpec.class.getResourceAsStream("job-flags.txt")) {
      String group = "";
      List<JobFlag> flags = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("[")) {
          group = line.substring(1, line.length() - 1);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          flags.add(parsed(group, line.split(" \\| ", 5)));
        }
      }
      return List.copyOf(flags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobFlag parsed(String group, String[] cells) {
    boolean choice = cells[2].contains(",");
    return new JobFlag(
        group,
        List.of(cells[0].split(" ")),
        cells[1],
        choice ? Kind.TEXT : Kind.valueOf(cells[2].toUpperCase(java.util.Locale.ROOT)),
        choice ? List.of(cells[2].split(",")) : List.of(),
        cells[3],
        cells[4]);
  }
}

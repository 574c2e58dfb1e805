package io.baton.cli.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.CommandFailedException;
import io.baton.cli.document.Documents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command line that are fields of a job. */
final class JobFlags {
  private final Map<JobFlag, Object> given;

  private JobFlags(Map<JobFlag, Object> given) {
    this.given = given;
  }

  /** Adds an option for every field. */
  static void addTo(CommandSpec command) {
    JobFlag.all().forEach(flag -> command.addOption(option(flag)));
  }

  private static OptionSpec option(JobFlag flag) {
    OptionSpec.Builder option =
        OptionSpec.builder(flag.names().toArray(String[]::new)).description(flag.description());
    if (!flag.choices().isEmpty()) {
      option.completionCandidates(flag.choices());
    }
    return switch (flag.kind()) {
      case SWITCH -> option.type(Boolean.class).arity("0").negatable(true).build();
      case GROUP -> option.type(Boolean.class).arity("0").build();
      case INTEGER -> option.type(Integer.class).paramLabel(flag.label()).arity("1").build();
      case LONG -> option.type(Long.class).paramLabel(flag.label()).arity("1").build();
      case NUMBER -> option.type(Double.class).paramLabel(flag.label()).arity("1").build();
      case TEXT, INTERVAL, BYTES ->
          option.type(String.class).paramLabel(flag.label()).arity("1").build();
      case LIST ->
          option
              .type(List.class)
              .auxiliaryTypes(String.class)
              .paramLabel(flag.label())
              .arity("1")
              .build();
      case MAP ->
          option
              .type(Map.class)
              .auxiliaryTypes(String.class, String.class)
              .paramLabel(flag.label())
              .arity("1")
              .build();
    };
  }

  /** What was given on a command line. */
  static JobFlags of(ParseResult parsed) {
    Map<JobFlag, Object> given = new LinkedHashMap<>();
    for (JobFlag flag : JobFlag.all()) {
      String name = flag.names().get(0);
      if (parsed.hasMatchedOption(name)) {
        given.put(flag, value(flag, parsed.matchedOptionValue(name, null)));
      }
    }
    return new JobFlags(given);
  }

  private static Object value(JobFlag flag, Object value) {
    return switch (flag.kind()) {
      case TEXT, INTEGER, LONG, NUMBER, SWITCH, LIST, MAP -> value;
      case GROUP -> Documents.empty();
      case INTERVAL -> interval(flag, (String) value);
      case BYTES -> ByteSize.parse(flag.names().get(0), (String) value);
    };
  }

  private static Object interval(JobFlag flag, String text) {
    if (text.equals("auto")) {
      return text;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CommandFailedException.usage(
          flag.names().get(0) + " must be a whole number of steps, or auto, not '" + text + "'.");
    }
  }

  boolean has(String path) {
    return given.keySet().stream().anyMatch(flag -> flag.path().equals(path));
  }

  /** Whether something is given that only commands have. */
  boolean ofCommand() {
    return given.keySet().stream().anyMatch(flag -> flag.trainingPath().isEmpty());
  }

  /** Puts what was given into a job; it is stronger than what is there. */
  void into(ObjectNode job, boolean command) {
    Set<JobFlag> misplaced =
        given.keySet().stream()
            .filter(flag -> (command ? flag.commandPath() : flag.trainingPath()).isEmpty())
            .collect(Collectors.toSet());
    if (!misplaced.isEmpty()) {
      String names =
          misplaced.stream()
              .map(flag -> flag.names().get(0))
              .sorted()
              .collect(Collectors.joining(", "));
      throw CommandFailedException.usage(
          command
              ? names
                  + ": a job that runs a command has no such option; give it to the command itself."
              : names + " is for jobs that run a command: give its words after --.");
    }
    given.forEach(
        (flag, value) -> {
          String path = (command ? flag.commandPath() : flag.trainingPath()).orElseThrow();
          boolean already =
              flag.kind() == JobFlag.Kind.GROUP && !job.at(pointer(path)).isMissingNode();
          if (!already) {
            Documents.set(job, path, value);
          }
        });
  }

  private static String pointer(String path) {
    return "/" + path.replace('.', '/');
  }
}

package io.baton.sdxl.command;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options in a YAML file: one mapping, whose keys are options' names without dashes.
 *
 * @param path of the file
 * @param arguments what it asks for, as the command line would say it, by the options' names
 */
record ConfigurationFile(Path path, Map<String, String> arguments) {

  /** The option that names such a file. */
  static final String OPTION = "--config";

  private static final Set<String> NOT_IN_A_FILE = Set.of(OPTION, "--help", "-h");

  ConfigurationFile {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /**
   * The file that a command line names, read.
   *
   * @param command whose options there are
   * @throws TrainingFailure with {@code USAGE} when it holds what the command has no option for
   */
  static Optional<ConfigurationFile> in(List<String> commandLine, CommandSpec command) {
    for (int i = 0; i < commandLine.size(); i++) {
      String argument = commandLine.get(i);
      if (argument.startsWith(OPTION + "=")) {
        return Optional.of(read(Path.of(argument.substring(OPTION.length() + 1)), command));
      }
      if (argument.equals(OPTION) && i + 1 < commandLine.size()) {
        return Optional.of(read(Path.of(commandLine.get(i + 1)), command));
      }
    }
    return Optional.empty();
  }

  /** The command line with the file's options, where it does not have them itself. */
  List<String> addedTo(List<String> commandLine) {
    List<String> all = new ArrayList<>(commandLine);
    arguments.forEach(
        (name, argument) -> {
          boolean given =
              commandLine.stream()
                  .anyMatch(each -> each.equals(name) || each.startsWith(name + "="));
          if (!given) {
            all.add(argument);
          }
        });
    return all;
  }

  private static ConfigurationFile read(Path path, CommandSpec command) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (NodeTuple entry : mapping(path).getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw refusal(path, "has a key that is no text");
      }
      OptionSpec option = option(path, key.getValue(), command);
      String name = option.longestName();
      Optional<String> argument = argument(path, key.getValue(), entry.getValueNode(), option);
      if (arguments.containsKey(name)) {
        throw refusal(path, "has the key '%s' twice".formatted(key.getValue()));
      }
      arguments.put(name, argument.orElse(""));
    }
    arguments.values().removeIf(String::isEmpty);
    return new ConfigurationFile(path, arguments);
  }

  private static MappingNode mapping(Path path) {
    try (InputStream file = Files.newInputStream(path)) {
      Optional<Node> root = new Compose(LoadSettings.builder().build()).composeInputStream(file);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        return mapping;
      }
    } catch (NoSuchFileException e) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT, "There is no file %s; check %s.".formatted(path, OPTION), e);
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark().map(mark -> "in line %d, ".formatted(mark.getLine() + 1)).orElse("");
      throw refusal(path, "is not YAML: %s%s".formatted(place, e.getProblem()));
    } catch (YamlEngineException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw refusal(path, "is not YAML: it is not UTF-8");
      }
      if (e.getCause() instanceof IOException problem) {
        throw TrainingFailure.ofInputOutput("reading " + path, problem);
      }
      throw refusal(path, "is not YAML: " + firstLine(e));
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + path, e);
    }
    throw refusal(path, "does not hold a mapping, such as 'rank: 16'");
  }

  private static String firstLine(Exception problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  private static OptionSpec option(Path path, String key, CommandSpec command) {
    OptionSpec option = command.findOption("--" + key);
    if (option == null || NOT_IN_A_FILE.contains("--" + key)) {
      String hint =
          Suggestion.closest(
                  key,
                  command.options().stream()
                      .map(each -> each.longestName().substring(2))
                      .filter(name -> !NOT_IN_A_FILE.contains("--" + name))
                      .toList())
              .map("; did you mean '%s'?"::formatted)
              .orElse("; see sdxl-lora %s --help.".formatted(command.name()));
      throw new TrainingFailure(
          FailureCode.USAGE,
          "%s has the key '%s', which is no option of %s%s"
              .formatted(path, key, command.name(), hint));
    }
    return option;
  }

  /** What stands for {@code key: value} on a command line; nothing for a flag that is off. */
  private static Optional<String> argument(Path path, String key, Node node, OptionSpec option) {
    if (!(node instanceof ScalarNode value)) {
      throw refusal(path, "has a list or a mapping for '%s', which takes one value".formatted(key));
    }
    if (value.getTag().equals(Tag.NULL)) {
      throw refusal(path, "has no value for '%s'; leave the key out".formatted(key));
    }
    if (option.arity().max() == 0) {
      if (!value.getTag().equals(Tag.BOOL)) {
        throw refusal(
            path, "has '%s: %s', which must be true or false".formatted(key, value.getValue()));
      }
      return value.getValue().equalsIgnoreCase("true")
          ? Optional.of(option.longestName())
          : Optional.empty();
    }
    return Optional.of(option.longestName() + "=" + value.getValue());
  }

  private static TrainingFailure refusal(Path path, String why) {
    return new TrainingFailure(FailureCode.USAGE, "%s %s.".formatted(path, why));
  }
}

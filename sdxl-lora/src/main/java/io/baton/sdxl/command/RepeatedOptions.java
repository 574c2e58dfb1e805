package io.baton.sdxl.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that a command line gives more than once: the last one counts, as in diffusers' script. A
 * wrapper can so add its own to a user's command line.
 */
final class RepeatedOptions {

  private RepeatedOptions() {}

  /**
   * The command line without the occurrences that a later one overrides.
   *
   * @param command whose options they are
   */
  static List<String> dropped(List<String> commandLine, CommandSpec command) {
    List<List<String>> parts = new ArrayList<>();
    for (int i = 0; i < commandLine.size(); i++) {
      String argument = commandLine.get(i);
      boolean takesNext = takesNext(argument, command) && i + 1 < commandLine.size();
      parts.add(takesNext ? List.of(argument, commandLine.get(++i)) : List.of(argument));
    }
    List<String> kept = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      String name = name(parts.get(i).get(0));
      if (!command.optionsMap().containsKey(name) || seen.add(name)) {
        kept.addAll(0, parts.get(i));
      }
    }
    return kept;
  }

  private static boolean takesNext(String argument, CommandSpec command) {
    OptionSpec option = command.optionsMap().get(argument);
    return option != null && option.arity().min() > 0;
  }

  private static String name(String argument) {
    int value = argument.indexOf('=');
    return value < 0 ? argument : argument.substring(0, value);
  }
}

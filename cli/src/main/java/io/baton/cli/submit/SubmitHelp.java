package io.baton.cli.submit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command with so many options: the everyday ones, or all by groups. */
final class SubmitHelp {
  private SubmitHelp() {}

  static void installIn(CommandLine command) {
    command
        .getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            help ->
                options(help, Set.of(JobFlag.EVERYDAY))
                    + "\nMore options: baton submit --help-all\n");
  }

  static void printAll(CommandLine command) {
    Set<String> groups = new LinkedHashSet<>();
    JobFlag.all().forEach(flag -> groups.add(flag.group()));
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, groups));
    command.usage(command.getOut());
  }

  private static String options(Help help, Set<String> groups) {
    Set<String> ofJobs = new HashSet<>();
    JobFlag.all().forEach(flag -> ofJobs.addAll(flag.names()));
    List<OptionSpec> general =
        help.commandSpec().options().stream()
            .filter(option -> !ofJobs.contains(option.longestName()))
            .toList();
    StringBuilder text = new StringBuilder(list(help, general));
    for (String group : groups) {
      List<OptionSpec> options = new ArrayList<>();
      JobFlag.all().stream()
          .filter(flag -> flag.group().equals(group))
          .forEach(flag -> options.add(help.commandSpec().findOption(flag.names().get(0))));
      text.append('\n').append(group).append(":\n").append(list(help, options));
    }
    return text.toString();
  }

  private static String list(Help help, List<OptionSpec> options) {
    return help.optionListExcludingGroups(options);
  }
}

package io.baton.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The page's table of options is the options. */
class OptionTableTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(--[a-z0-9-]+)` \\| (?:`([A-Z0-9_]+)`)? *\\| .* \\|");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z0-9_]+)");

  @Test
  void every_option_has_a_row_with_its_variable() throws IOException {
    assertThat(rows()).isEqualTo(options());
  }

  @Test
  void every_options_text_names_its_variable() {
    for (OptionSpec option : TrainerNode.commandLine().getCommandSpec().options()) {
      String variable = variable(option);
      assertThat(String.join(" ", option.description()))
          .as(option.longestName())
          .contains(variable);
    }
  }

  private static Map<String, String> options() {
    return TrainerNode.commandLine().getCommandSpec().options().stream()
        .filter(option -> !List.of("--help", "--version").contains(option.longestName()))
        .collect(
            Collectors.toMap(
                OptionSpec::longestName, OptionTableTest::variable, (a, b) -> a, TreeMap::new));
  }

  private static String variable(OptionSpec option) {
    // The specification has the default with the variable's value in its place.
    Option written = ((AnnotatedElement) option.userObject()).getAnnotation(Option.class);
    Matcher variable = VARIABLE.matcher(written.defaultValue());
    return variable.find() ? variable.group(1) : "";
  }

  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/trainer-node.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
      }
    }
    return rows;
  }
}

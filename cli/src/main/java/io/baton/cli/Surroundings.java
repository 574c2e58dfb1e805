package io.baton.cli;

import io.baton.cli.platform.DataDirectory;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Input;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it.
 *
 * @param console where it writes
 * @param input where it reads
 * @param environment variables of the process
 */
public record Surroundings(Console console, Input input, Map<String, String> environment) {
  /** Those of this process. */
  public static Surroundings system() {
    return new Surroundings(Console.system(), Input.system(), System.getenv());
  }

  /** A variable that is set and not blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Where profiles and the local platform are. */
  public DataDirectory home() {
    return DataDirectory.of(environment);
  }
}

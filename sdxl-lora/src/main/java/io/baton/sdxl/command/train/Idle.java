package io.baton.sdxl.command.train;

import java.util.List;
import java.util.Map;

/** Options that are given and have no effect. */
final class Idle {

  private Idle() {}

  /**
   * A sentence for each option that is given.
   *
   * @param given by option, whether it is, in the order of the sentences
   * @param needed the option without which they have no effect
   */
  static List<String> remarks(Map<String, Boolean> given, String needed) {
    return given.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(option -> "%s has no effect without %s".formatted(option.getKey(), needed))
        .toList();
  }
}

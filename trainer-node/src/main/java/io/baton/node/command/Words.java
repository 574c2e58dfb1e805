package io.baton.node.command;

import java.util.List;

/** Words of an option that may be given several times, or be absent, or be empty. */
final class Words {
  private Words() {}

  static List<String> of(List<String> given) {
    return given == null
        ? List.of()
        : given.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }
}

package io.baton.node.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command line. */
final class OptionWords {
  private final List<String> words = new ArrayList<>();

  void word(String word) {
    words.add(word);
  }

  /** In one word, so that a prompt that looks like an option stays a prompt. */
  void option(String name, Object value) {
    words.add("--" + name + "=" + value);
  }

  /** Nothing where there is no value: the trainer's default holds. */
  void option(String name, Optional<?> value) {
    value.ifPresent(present -> option(name, present));
  }

  void flag(String name, boolean set) {
    if (set) {
      words.add("--" + name);
    }
  }

  List<String> all() {
    return List.copyOf(words);
  }
}

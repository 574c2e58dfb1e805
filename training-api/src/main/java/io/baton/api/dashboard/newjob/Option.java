package io.baton.api.dashboard.newjob;

import java.util.List;
import java.util.Optional;

/**
 * One field of a job, as its form asks for it.
 *
 * @param path names of the fields around it and its own, with dots between
 * @param help what the contract says of it
 * @param whenEmpty what stands for it when it is left out; empty where the contract has no literal
 * @param choices what it can be; empty where it is not chosen
 * @param required whether a job cannot be without it
 */
public record Option(
    String path,
    OptionKind kind,
    HelpText help,
    Optional<String> whenEmpty,
    List<Choice> choices,
    boolean required) {

  /**
   * What an option can be.
   *
   * @param value as JSON has it
   * @param text the value, and what it means
   */
  public record Choice(String value, String text) {}

  public String id() {
    return "option-" + path.replace('.', '-');
  }

  public String label() {
    return Words.ofName(path.substring(path.lastIndexOf('.') + 1));
  }

  /** What the empty field shows. */
  public String placeholder() {
    return switch (kind) {
      case LIST -> "one a line";
      case MAP -> "key=value, one a line";
      case TEXT, LONG_TEXT, NUMBER, NUMBER_OR_WORD, FLAG, CHOICE -> whenEmpty.orElse("");
    };
  }

  public boolean isNumber() {
    return kind == OptionKind.NUMBER;
  }

  /** Whether the page knows what is likely to be typed. */
  public boolean isSuggested() {
    return path.equals("baseModel");
  }
}

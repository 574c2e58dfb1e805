package io.baton.api.dashboard.newjob;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of the contract in which backticks mark what is code.
 *
 * @param parts in their order
 */
public record HelpText(List<Part> parts) {

  /** A stretch of text that is code, or is not. */
  public record Part(String text, boolean code) {}

  static HelpText of(String marked) {
    List<Part> parts = new ArrayList<>();
    boolean code = false;
    for (String text : marked.split("`", -1)) {
      if (!text.isEmpty()) {
        parts.add(new Part(code ? text.strip() : text, code));
      }
      code = !code;
    }
    return new HelpText(List.copyOf(parts));
  }
}

package io.baton.protocol.job.command;

import io.baton.protocol.field.InvalidFieldException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders. Braces around anything but a name of letters stand for themselves, so
 * that JSON can be written plainly; a name in two pairs of braces stands for itself in one.
 */
public final class PlaceholderText {
  private static final Pattern BRACES =
      Pattern.compile("\\{\\{([A-Za-z]+)\\}\\}|\\{([A-Za-z]+)\\}");

  private PlaceholderText() {}

  /**
   * The placeholders in a text.
   *
   * @param field what the text is, where it is refused
   * @throws InvalidFieldException for a name that is none
   */
  public static Set<Placeholder> in(String field, String text) {
    Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      if (braces.group(2) != null) {
        found.add(
            Placeholder.ofName(braces.group(2)).orElseThrow(() -> unknown(field, braces.group(2))));
      }
    }
    return found;
  }

  private static InvalidFieldException unknown(String field, String name) {
    return new InvalidFieldException(
        field,
        "has no placeholder {"
            + name
            + "}; there are "
            + Placeholder.all()
            + ", and {{"
            + name
            + "}} stands for {"
            + name
            + "} itself");
  }

  /** The text with values in the places of their names; what has no value stays as it is. */
  public static String fill(String text, Map<Placeholder, String> values) {
    return BRACES
        .matcher(text)
        .replaceAll(
            braces ->
                Matcher.quoteReplacement(
                    braces.group(1) != null
                        ? "{" + braces.group(1) + "}"
                        : Placeholder.ofName(braces.group(2))
                            .map(values::get)
                            .orElse(braces.group())));
  }
}

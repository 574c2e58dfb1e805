package io.baton.cli.platform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many nodes run: {@code 0:2}, or {@code 2} for always two. */
record NodeRange(int min, int max) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})(?::(\\d{1,3}))?");

  static final class Converter implements ITypeConverter<NodeRange> {
    @Override
    public NodeRange convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (matcher.matches()) {
        int min = Integer.parseInt(matcher.group(1));
        int max = matcher.group(2) == null ? min : Integer.parseInt(matcher.group(2));
        if (max >= 1 && min <= max) {
          return new NodeRange(min, max);
        }
      }
      throw new TypeConversionException(
          "must be MIN:MAX with MAX at least 1 and at least MIN, such as 0:2, not '" + text + "'");
    }
  }
}

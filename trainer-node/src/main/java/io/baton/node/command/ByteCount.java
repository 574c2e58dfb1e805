package io.baton.node.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, also in {@code K}, {@code M}, {@code G}, {@code T} of 1024 each. */
final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})([KMGT]?)");
  private static final String UNITS = "KMGT";
  private static final int BITS_PER_UNIT = 10;

  @Override
  public Long convert(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Matcher count = FORM.matcher(text);
    if (!count.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no number of bytes, such as 500M or 64G (units of 1024)");
    }
    int units = count.group(2).isEmpty() ? 0 : UNITS.indexOf(count.group(2)) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(count.group(1)), 1L << (BITS_PER_UNIT * units));
    } catch (ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is too many bytes");
    }
  }
}

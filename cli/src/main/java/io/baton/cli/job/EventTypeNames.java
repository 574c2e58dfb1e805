package io.baton.cli.job;

import io.baton.protocol.event.EventType;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Types of events as they are called in JSON. */
public final class EventTypeNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(EventType.values()).map(EventType::wireName).iterator();
  }

  /** Takes {@code job.completed}, and {@code completed} for short. */
  public static final class Converter implements ITypeConverter<EventType> {
    @Override
    public EventType convert(String text) {
      return Arrays.stream(EventType.values())
          .filter(type -> type.wireName().equals(text) || type.wireName().equals("job." + text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be of "
                          + String.join(", ", new EventTypeNames())
                          + ", not '"
                          + text
                          + "'"));
    }
  }
}

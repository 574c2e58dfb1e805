package io.baton.sdxl.command.train;

import io.baton.sdxl.schedule.ScheduleKind;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a schedule's name. */
final class ScheduleConverter implements ITypeConverter<ScheduleKind> {
  @Override
  public ScheduleKind convert(String value) {
    return ScheduleKind.ofOption(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(
                            value,
                            String.join(
                                ", ",
                                Stream.of(ScheduleKind.values())
                                    .map(ScheduleKind::optionValue)
                                    .toList()))));
  }
}

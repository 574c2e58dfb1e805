package io.baton.cli.job;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.training.CheckpointInterval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of steps, or {@code auto}. */
final class IntervalConverter implements ITypeConverter<CheckpointInterval> {
  @Override
  public CheckpointInterval convert(String text) {
    try {
      return text.equals("auto")
          ? CheckpointInterval.AUTO
          : CheckpointInterval.ofSteps(Integer.parseInt(text));
    } catch (NumberFormatException | InvalidFieldException e) {
      throw new TypeConversionException(
          "'%s' is neither a whole number from 1 to 1000000 nor auto".formatted(text));
    }
  }
}

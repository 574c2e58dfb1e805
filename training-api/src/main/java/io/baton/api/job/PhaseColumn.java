package io.baton.api.job;

import io.baton.protocol.work.Phase;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/** A phase under the name that it has in JSON. */
@Converter
public class PhaseColumn implements AttributeConverter<Phase, String> {
  @Override
  public String convertToDatabaseColumn(Phase phase) {
    return phase == null ? null : phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Phase convertToEntityAttribute(String name) {
    return name == null ? null : Phase.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

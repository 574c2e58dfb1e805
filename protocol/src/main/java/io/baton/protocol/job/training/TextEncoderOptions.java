package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * A LoRA of both text encoders is trained too.
 *
 * @param textEncoderLr their learning rate after the warm-up, 0 to 10, 0 for that of the UNet;
 *     refused with Prodigy, which has one rate for all; absent: 5e-6
 * @param adamWeightDecayTextEncoder part of each of their weights, times the learning rate, that a
 *     step takes away, 0 to 1,000; every optimizer's; default 1e-3
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TextEncoderOptions(
    Optional<Double> textEncoderLr, Double adamWeightDecayTextEncoder) {
  private static final double DEFAULT_RATE = 5e-6;

  public TextEncoderOptions {
    textEncoderLr = Fields.orEmpty(textEncoderLr);
    textEncoderLr.ifPresent(rate -> Fields.inRange("textEncoderLr", rate, 0.0, 10.0));
    adamWeightDecayTextEncoder = Fields.orDefault(adamWeightDecayTextEncoder, 1e-3);
    Fields.inRange("adamWeightDecayTextEncoder", adamWeightDecayTextEncoder, 0.0, 1000.0);
  }

  /** The same with the default learning rate, where none is given. */
  public TextEncoderOptions withRate() {
    return new TextEncoderOptions(
        textEncoderLr.or(() -> Optional.of(DEFAULT_RATE)), adamWeightDecayTextEncoder);
  }
}

package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * What is trained, beside its rank.
 *
 * @param alpha the LoRA counts alpha / rank times, more than 0 and at most 1,000,000; absent: the
 *     rank
 * @param loraDropout probability that the LoRA does not see an input value in training, at least 0
 *     and less than 1; default 0
 * @param useDora train the magnitude of each output feature too (DoRA); default false
 * @param loraplusLrRatio LoRA+: learning rate of the up matrices over that of the rest, more than 0
 *     and at most 1,000,000; 16 is usual; absent: 1; refused with Prodigy
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AdapterOptions(
    Optional<Double> alpha, Double loraDropout, Boolean useDora, Optional<Double> loraplusLrRatio) {
  public static final AdapterOptions DEFAULT = new AdapterOptions(null, null, null, null);

  public AdapterOptions {
    alpha = Fields.orEmpty(alpha);
    alpha.ifPresent(value -> Fields.positive("alpha", value, 1e6));
    loraDropout = Fields.orDefault(loraDropout, 0.0);
    Fields.fraction("loraDropout", loraDropout);
    useDora = Fields.orDefault(useDora, false);
    loraplusLrRatio = Fields.orEmpty(loraplusLrRatio);
    loraplusLrRatio.ifPresent(ratio -> Fields.positive("loraplusLrRatio", ratio, 1e6));
  }
}

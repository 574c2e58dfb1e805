package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * What is minimized.
 *
 * @param snrGamma gamma of min-SNR loss weights, more than 0 and at most 1,000,000; 5.0 is usual;
 *     absent: unweighted; refused with doEdmStyleTraining
 * @param doEdmStyleTraining predict the clean image from noise of any size; default false
 * @param noiseOffset standard deviation of what is added to the noise of each whole channel, 0 to
 *     10; 0.05 is usual; default 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LossOptions(
    Optional<Double> snrGamma, Boolean doEdmStyleTraining, Double noiseOffset) {
  public static final LossOptions DEFAULT = new LossOptions(null, null, null);

  public LossOptions {
    snrGamma = Fields.orEmpty(snrGamma);
    snrGamma.ifPresent(gamma -> Fields.positive("snrGamma", gamma, 1e6));
    doEdmStyleTraining = Fields.orDefault(doEdmStyleTraining, false);
    noiseOffset = Fields.orDefault(noiseOffset, 0.0);
    Fields.inRange("noiseOffset", noiseOffset, 0.0, 10.0);
    if (doEdmStyleTraining) {
      Fields.absent(
          "snrGamma",
          snrGamma,
          "does not go with doEdmStyleTraining, whose noise levels have weights of their own: leave"
              + " one of them out");
    }
  }

  /** Plain but for min-SNR's gamma; null for none. */
  public static LossOptions ofSnrGamma(Double gamma) {
    return new LossOptions(Optional.ofNullable(gamma), null, null);
  }
}

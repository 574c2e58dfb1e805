package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * The optimizer and its constants. One that the chosen optimizer has no use for is refused.
 *
 * @param name which one; default adamw
 * @param adamBeta1 decay of the first moment a step, at least 0 and less than 1; AdamW's and
 *     Prodigy's; absent: 0.9
 * @param adamBeta2 decay of the second moment a step, at least 0 and less than 1; AdamW's and
 *     Prodigy's; absent: 0.999
 * @param adamEpsilon added to the root of the second moment, more than 0 and at most 1; AdamW's and
 *     Prodigy's; absent: 1e-8
 * @param adamWeightDecay part of each weight, times the learning rate, that a step takes away, 0 to
 *     1,000; every optimizer's; default 1e-4
 * @param maxGradNorm L2 norm that the gradient of all weights together is cut to, more than 0 and
 *     at most 1,000,000; default 1.0
 * @param prodigyBeta3 decay of what Prodigy estimates its step size from, a step, at least 0 and
 *     less than 1; absent: the root of adamBeta2
 * @param prodigyDecouple whether weights decay as AdamW's, not through the gradient; Prodigy's;
 *     absent: true
 * @param prodigyUseBiasCorrection whether the moments' start at 0 is corrected for; Prodigy's;
 *     absent: true
 * @param prodigySafeguardWarmup whether a warm-up is kept from inflating the step size; Prodigy's;
 *     absent: true
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OptimizerOptions(
    OptimizerName name,
    Optional<Double> adamBeta1,
    Optional<Double> adamBeta2,
    Optional<Double> adamEpsilon,
    Double adamWeightDecay,
    Double maxGradNorm,
    Optional<Double> prodigyBeta3,
    Optional<Boolean> prodigyDecouple,
    Optional<Boolean> prodigyUseBiasCorrection,
    Optional<Boolean> prodigySafeguardWarmup) {
  public static final OptimizerOptions DEFAULT = of(OptimizerName.ADAMW);

  public OptimizerOptions {
    name = Fields.orDefault(name, OptimizerName.ADAMW);
    boolean moments = name.hasMoments();
    String other = "adamw or prodigy";
    adamBeta1 = usedBy(name, moments, other, "adamBeta1", adamBeta1, 0.9);
    adamBeta2 = usedBy(name, moments, other, "adamBeta2", adamBeta2, 0.999);
    adamEpsilon = usedBy(name, moments, other, "adamEpsilon", adamEpsilon, 1e-8);
    adamBeta1.ifPresent(value -> Fields.fraction("adamBeta1", value));
    adamBeta2.ifPresent(value -> Fields.fraction("adamBeta2", value));
    adamEpsilon.ifPresent(value -> Fields.positive("adamEpsilon", value, 1));
    adamWeightDecay = Fields.orDefault(adamWeightDecay, 1e-4);
    Fields.inRange("adamWeightDecay", adamWeightDecay, 0.0, 1000.0);
    maxGradNorm = Fields.orDefault(maxGradNorm, 1.0);
    Fields.positive("maxGradNorm", maxGradNorm, 1e6);

    boolean prodigy = name == OptimizerName.PRODIGY;
    String itself = "prodigy";
    prodigyBeta3 = usedBy(name, prodigy, itself, "prodigyBeta3", prodigyBeta3, null);
    prodigyBeta3.ifPresent(value -> Fields.fraction("prodigyBeta3", value));
    prodigyDecouple = usedBy(name, prodigy, itself, "prodigyDecouple", prodigyDecouple, true);
    prodigyUseBiasCorrection =
        usedBy(name, prodigy, itself, "prodigyUseBiasCorrection", prodigyUseBiasCorrection, true);
    prodigySafeguardWarmup =
        usedBy(name, prodigy, itself, "prodigySafeguardWarmup", prodigySafeguardWarmup, true);
  }

  /** An optimizer with its defaults. */
  public static OptimizerOptions of(OptimizerName name) {
    return new OptimizerOptions(name, null, null, null, null, null, null, null, null, null);
  }

  private static <T> Optional<T> usedBy(
      OptimizerName chosen,
      boolean used,
      String users,
      String field,
      Optional<T> value,
      T defaultValue) {
    Optional<T> given = Fields.orEmpty(value);
    if (!used) {
      Fields.absent(
          field,
          given,
          "has no effect with optimizer " + chosen.wireName() + ": leave it out, or use " + users);
      return given;
    }
    return given.or(() -> Optional.ofNullable(defaultValue));
  }
}

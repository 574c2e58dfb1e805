package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * Renews the lease and tells how far the attempt is.
 *
 * @param phase what the node does now
 * @param step optimizer steps done, counted over all attempts, at least 0
 * @param loss of that step, any finite number; absent when it is not a number
 * @param stepsPerSecond lately, any finite number; absent before the first step
 * @param atRisk what would be lost with the node now; absent: unknown
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Heartbeat(
    Phase phase,
    int step,
    Optional<Double> loss,
    Optional<Double> stepsPerSecond,
    Optional<AtRisk> atRisk) {
  public Heartbeat {
    Fields.required("phase", phase);
    Fields.inRange("step", step, 0, Integer.MAX_VALUE);
    loss = Fields.orDefault(loss, Optional.<Double>empty()).filter(Double::isFinite);
    stepsPerSecond =
        Fields.orDefault(stepsPerSecond, Optional.<Double>empty()).filter(Double::isFinite);
    atRisk = Fields.orDefault(atRisk, Optional.empty());
  }

  public Heartbeat(Phase phase, int step, Optional<Double> loss, Optional<Double> stepsPerSecond) {
    this(phase, step, loss, stepsPerSecond, Optional.empty());
  }

  public Heartbeat withAtRisk(AtRisk work) {
    return new Heartbeat(phase, step, loss, stepsPerSecond, Optional.of(work));
  }
}

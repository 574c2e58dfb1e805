package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What a job would take, from what like jobs took: jobs with the same base model, resolution, batch
 * size, accumulation, number format and trained parts. Waiting for a node is not in it.
 *
 * @param spec of the job, defaults filled in, the webhook left out
 * @param totalSteps optimizer steps that it would have, 1 to 1,000,000
 * @param basis whether there are figures
 * @param attempts how many attempts the figures come from, at least 0
 * @param gpus the figures, the most measured GPU first, at most 500 entries; none without a basis
 */
public record JobEstimate(
    JobSpec spec, int totalSteps, Basis basis, int attempts, List<GpuEstimate> gpus) {
  public JobEstimate {
    gpus = Fields.listOrEmpty(gpus);
  }

  /** What an estimate rests on. */
  public enum Basis {
    /** Medians of attempts of like jobs. */
    @JsonProperty("measured")
    MEASURED,
    /** No like job ran on a node that this one may run on. */
    @JsonProperty("none")
    NONE
  }

  /**
   * What it would take on one kind of GPU, in one go.
   *
   * @param gpu its product name, at most 200 characters; absent: the node's CPU
   * @param attempts how many attempts the figures come from, at least 1
   * @param stepsPerSecond median of the speeds that the attempts reported last, in steps a second,
   *     at least 0
   * @param trainingSeconds all steps at that speed, in seconds, at least 0
   * @param startSeconds median of what completed attempts took beside their steps, download and
   *     upload included, in seconds, at least 0; absent while none has completed
   * @param seconds training and start together, in seconds, at least 0
   * @param pricePerHour median price of an hour of the attempts' nodes, at least 0; absent while no
   *     price is known
   * @param cost of the seconds at that price, at least 0; absent while no price is known
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record GpuEstimate(
      Optional<String> gpu,
      int attempts,
      double stepsPerSecond,
      double trainingSeconds,
      Optional<Double> startSeconds,
      double seconds,
      Optional<Double> pricePerHour,
      Optional<Double> cost) {
    private static final double SECONDS_AN_HOUR = 3600;

    /** Of a job of so many steps, from the medians of so many attempts. */
    public static GpuEstimate of(
        Optional<String> gpu,
        int attempts,
        int totalSteps,
        double stepsPerSecond,
        Optional<Double> startSeconds,
        Optional<Double> pricePerHour) {
      double training = totalSteps / stepsPerSecond;
      double seconds = training + startSeconds.orElse(0.0);
      return new GpuEstimate(
          gpu,
          attempts,
          stepsPerSecond,
          training,
          startSeconds,
          seconds,
          pricePerHour,
          pricePerHour.map(price -> seconds * price / SECONDS_AN_HOUR));
    }
  }
}

package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pool had to do in a stretch of time: what a simulation of another policy is made of.
 *
 * @param pool the pool's name
 * @param since when the stretch begins; later than was asked for where there were more jobs than
 *     are told
 * @param until before when it ends
 * @param jobs those that its nodes worked at meanwhile, and those that wait for it, in the order in
 *     which they came; at most 20,000 entries; default none
 * @param unknown jobs that wait and of which nothing tells how long they take, at least 0
 * @param startSeconds how long nodes took from the decision that asked for them until they asked
 *     for work, the median of the stretch, in seconds, at least 0; absent where none came
 * @param setUpSeconds how long attempts took until they had done a step, the median of the stretch,
 *     in seconds, at least 0; absent where none did
 * @param lost attempts whose node vanished meanwhile, at least 0
 * @param nodeSeconds that attempts took meanwhile, all together, at least 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolWorkload(
    PoolName pool,
    Instant since,
    Instant until,
    List<RecordedJob> jobs,
    int unknown,
    Optional<Double> startSeconds,
    Optional<Double> setUpSeconds,
    int lost,
    double nodeSeconds) {
  /** Jobs that are told at most. */
  public static final int MOST_JOBS = 20_000;

  public PoolWorkload {
    jobs = Fields.listOrEmpty(jobs);
    startSeconds = Fields.orEmpty(startSeconds);
    setUpSeconds = Fields.orEmpty(setUpSeconds);
  }

  /**
   * A job as the pool had it.
   *
   * @param at when it was submitted, or the beginning of the stretch if it was submitted before
   * @param nodeSeconds that one node needs for it from then on, at least 0: what its attempts took
   *     without the steps that were lost, and what it still needs by measured speeds
   * @param estimated whether a part of that is by measured speeds
   */
  public record RecordedJob(Instant at, double nodeSeconds, boolean estimated) {
    public RecordedJob {
      Fields.required("at", at);
      Fields.inRange("nodeSeconds", nodeSeconds, 0, 1e9);
    }
  }
}

package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What two policies would have made of a pool's past. The autoscaler's own code decides; machines,
 * nodes and the line of jobs are simulated.
 *
 * @param pool the pool's name
 * @param since when the stretch begins; later than was asked for where that would take too long
 * @param until when it ends
 * @param jobs that the pool had meanwhile, at least 0
 * @param present what the policy that counts now leads to
 * @param proposed what the other one leads to
 * @param notes what was measured, what was assumed, and what was cut, a sentence each; default none
 */
public record PolicySimulation(
    PoolName pool,
    Instant since,
    Instant until,
    int jobs,
    Outcome present,
    Outcome proposed,
    List<String> notes) {
  public PolicySimulation {
    Fields.required("present", present);
    Fields.required("proposed", proposed);
    notes = Fields.listOrEmpty(notes);
  }

  /**
   * What one policy leads to within the stretch.
   *
   * @param nodeHours that nodes run, at least 0
   * @param cost of these, at least 0; absent without a price
   * @param idleShare of the node hours in which a node has no job, 0 to 1
   * @param medianWaitSeconds how long half of the jobs wait for a node at most, in seconds, at
   *     least 0; a job that waits at the end counts with what it has waited
   * @param p95WaitSeconds how long 95 of 100 jobs wait at most, in seconds, at least 0
   * @param completed jobs that are done by the end, at least 0
   * @param unfinished jobs that are not, at least 0
   * @param mostNodes that run at once, at least 0
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Outcome(
      double nodeHours,
      Optional<Double> cost,
      double idleShare,
      double medianWaitSeconds,
      double p95WaitSeconds,
      int completed,
      int unfinished,
      int mostNodes) {
    public Outcome {
      cost = Fields.orEmpty(cost);
    }
  }
}

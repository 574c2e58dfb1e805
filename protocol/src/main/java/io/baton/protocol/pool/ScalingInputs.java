package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * What a decision was made of.
 *
 * @param policyVersion of the policy, at least 0; 0: nobody ever set one
 * @param minReplicas that counted, after schedules, at least 0
 * @param maxReplicas that counted, after schedules and costs, at least 0
 * @param claimable jobs that waited and that the pool's nodes may take, at least 0
 * @param running jobs that its nodes held, at least 0
 * @param pending replicas that were asked for and did not run yet, at least 0
 * @param busy nodes that held a job, at least 0
 * @param idle nodes that asked for work, at least 0
 * @param useless nodes of those that might take none of the claimable jobs, at least 0
 * @param leaving nodes that were drained or stopped, at least 0
 * @param quarantined nodes that got no work for a while, at least 0
 * @param schedule the schedule that was open; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScalingInputs(
    long policyVersion,
    int minReplicas,
    int maxReplicas,
    int claimable,
    int running,
    int pending,
    int busy,
    int idle,
    int useless,
    int leaving,
    int quarantined,
    Optional<String> schedule) {
  public ScalingInputs {
    Fields.inRange("policyVersion", policyVersion, 0, Long.MAX_VALUE);
    count("minReplicas", minReplicas);
    count("maxReplicas", maxReplicas);
    count("claimable", claimable);
    count("running", running);
    count("pending", pending);
    count("busy", busy);
    count("idle", idle);
    count("useless", useless);
    count("leaving", leaving);
    count("quarantined", quarantined);
    schedule = Fields.orEmpty(schedule);
  }

  private static void count(String field, int value) {
    Fields.inRange(field, value, 0, Integer.MAX_VALUE);
  }
}

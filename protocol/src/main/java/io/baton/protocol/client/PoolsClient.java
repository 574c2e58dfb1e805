package io.baton.protocol.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.PoolUndrainRequest;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.pool.StoredScalingDecision;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What operators and the autoscaler ask about pools. Every call throws {@link ApiException}. */
public final class PoolsClient {
  private final HttpJson http;

  public PoolsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  /** A pool at a glance. */
  public PoolOverview pool(PoolName pool) {
    return http.get("v1/pools/" + pool, PoolOverview.class);
  }

  /** What became of a pool from one instant to before another, as at most so many points. */
  public PoolHistory history(PoolName pool, Instant since, Instant until, int points) {
    return http.get(
        "v1/pools/%s/history?since=%s&until=%s&points=%d".formatted(pool, since, until, points),
        PoolHistory.class);
  }

  /**
   * Changes some fields of a policy.
   *
   * @param patch a JSON merge patch
   */
  public StoredPoolPolicy patchPolicy(PoolName pool, JsonNode patch) {
    return http.patch("v1/pools/" + pool + "/policy", patch, StoredPoolPolicy.class);
  }

  /** Lets another autoscaler act on the pool at once. */
  public void giveUp(PoolName pool, String holder) {
    http.delete(
        "v1/pools/" + pool + "/scaler?holder=" + URLEncoder.encode(holder, StandardCharsets.UTF_8));
  }

  public PoolDemand demand(PoolName pool) {
    return http.get("v1/pools/" + pool + "/demand", PoolDemand.class);
  }

  /** Pools that have nodes or a policy, by name. */
  public List<Pool> pools() {
    return List.of(http.get("v1/pools", Pool[].class));
  }

  /** The decision that the pool's autoscaler would make now under a policy. Nothing is done. */
  public ScalingDecision explain(PoolName pool, PoolPolicy policy) {
    return http.post("v1/pools/" + pool + "/explain", policy, ScalingDecision.class);
  }

  /** What a policy would have made of the pool's past, beside the one that counts now. */
  public PolicySimulation simulate(PoolName pool, PolicySimulationRequest request) {
    return http.post("v1/pools/" + pool + "/simulate", request, PolicySimulation.class);
  }

  /** What a pool had to do from one instant to before another. */
  public PoolWorkload workload(PoolName pool, Instant since, Instant until) {
    return http.get(
        "v1/pools/%s/workload?since=%s&until=%s".formatted(pool, since, until), PoolWorkload.class);
  }

  public StoredPoolPolicy policy(PoolName pool) {
    return http.get("v1/pools/" + pool + "/policy", StoredPoolPolicy.class);
  }

  /** Replaces the whole policy. */
  public StoredPoolPolicy setPolicy(PoolName pool, PoolPolicy policy) {
    return http.put("v1/pools/" + pool + "/policy", policy, StoredPoolPolicy.class);
  }

  /** Replaces the whole policy, unless somebody else changed it since that version. */
  public StoredPoolPolicy setPolicy(PoolName pool, PoolPolicy policy, long version) {
    return http.put("v1/pools/" + pool + "/policy", policy, version, StoredPoolPolicy.class);
  }

  /** What was changed about the policy, the newest first. */
  public List<PolicyChange> policyChanges(PoolName pool) {
    return List.of(http.get("v1/pools/" + pool + "/policy/changes", PolicyChange[].class));
  }

  /** Everything that one decision needs. */
  public PoolSnapshot snapshot(PoolName pool) {
    return http.get("v1/pools/" + pool + "/snapshot", PoolSnapshot.class);
  }

  /** Asks to be, or to stay, the one that may act on the pool; the answer says who may. */
  public ScalerLease beat(PoolName pool, ScalerBeat beat) {
    return http.put("v1/pools/" + pool + "/scaler", beat, ScalerLease.class);
  }

  /** Empties nodes that are to be removed. */
  public void drain(PoolName pool, PoolDrainRequest request) {
    http.post("v1/pools/" + pool + "/drain", request);
  }

  /** Lets nodes that were to be removed stay. */
  public void undrain(PoolName pool, PoolUndrainRequest request) {
    http.post("v1/pools/" + pool + "/undrain", request);
  }

  /** Records a decision. */
  public StoredScalingDecision record(PoolName pool, ScalingDecision decision) {
    return http.post("v1/pools/" + pool + "/decisions", decision, StoredScalingDecision.class);
  }

  /** Decisions, the newest first. */
  public ScalingDecisionPage decisions(PoolName pool, Optional<String> cursor, int limit) {
    return decisions(pool, Optional.empty(), Optional.empty(), cursor, limit);
  }

  /** Those that did one thing, and were made last at a time or later; the newest first. */
  public ScalingDecisionPage decisions(
      PoolName pool,
      Optional<ScalingAction> action,
      Optional<Instant> since,
      Optional<String> cursor,
      int limit) {
    StringBuilder path = new StringBuilder("v1/pools/" + pool + "/decisions?limit=").append(limit);
    action.ifPresent(wanted -> path.append("&action=").append(wanted.wireName()));
    since.ifPresent(time -> path.append("&since=").append(time));
    cursor.ifPresent(
        c -> path.append("&cursor=").append(URLEncoder.encode(c, StandardCharsets.UTF_8)));
    return http.get(path.toString(), ScalingDecisionPage.class);
  }
}

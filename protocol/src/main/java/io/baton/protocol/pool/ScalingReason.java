package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a decision is what it is: the rule that had the last word. */
public enum ScalingReason {
  /** The replicas are what the jobs need. */
  @JsonProperty("in-balance")
  IN_BALANCE("in-balance"),
  /** More jobs than the replicas are meant for. */
  @JsonProperty("demand")
  DEMAND("demand"),
  /** Nodes were idle for long enough. */
  @JsonProperty("idle")
  IDLE("idle"),
  /** Nodes are idle, but not for long enough. */
  @JsonProperty("kept-warm")
  KEPT_WARM("kept-warm"),
  /** The policy's lowest number of replicas. */
  @JsonProperty("min-replicas")
  MIN_REPLICAS("min-replicas"),
  /** The policy's highest number of replicas. */
  @JsonProperty("max-replicas")
  MAX_REPLICAS("max-replicas"),
  /** The limits of a schedule that is open. */
  @JsonProperty("schedule")
  SCHEDULE("schedule"),
  /** What the pool may cost in an hour. */
  @JsonProperty("hourly-cost")
  HOURLY_COST("hourly-cost"),
  /** What one decision may add or take away. */
  @JsonProperty("step-limit")
  STEP_LIMIT("step-limit"),
  /** The last change is too fresh. */
  @JsonProperty("cool-down")
  COOL_DOWN("cool-down"),
  /** The provider does not give what it was asked for. */
  @JsonProperty("stock-out")
  STOCK_OUT("stock-out"),
  /** An operator paused the pool. */
  @JsonProperty("paused")
  PAUSED("paused"),
  /** Nodes that were drained are empty, or their time to become so is over. */
  @JsonProperty("drained")
  DRAINED("drained"),
  /** Too many jobs failed on a node. */
  @JsonProperty("failures")
  FAILURES("failures"),
  /** A node that its provider shows as running says nothing. */
  @JsonProperty("silent")
  SILENT("silent"),
  /** A node is far slower than others with its GPU. */
  @JsonProperty("slow")
  SLOW("slow"),
  /** A node is not what the policy promises of the pool's nodes. */
  @JsonProperty("unfit")
  UNFIT("unfit"),
  /** So many nodes were replaced lately that no more are. */
  @JsonProperty("reallocation-limit")
  REALLOCATION_LIMIT("reallocation-limit"),
  /** The provider refused or could not be asked. */
  @JsonProperty("provider-failed")
  PROVIDER_FAILED("provider-failed");

  private final String wireName;

  ScalingReason(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}

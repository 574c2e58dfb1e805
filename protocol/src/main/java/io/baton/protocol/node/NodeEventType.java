package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can happen to a node. */
public enum NodeEventType {
  /** It was heard of again after a silence. */
  @JsonProperty("node.online")
  ONLINE("node.online"),
  /** It was not heard of for a while. */
  @JsonProperty("node.offline")
  OFFLINE("node.offline"),
  /** It gets no work for a while. */
  @JsonProperty("node.quarantined")
  QUARANTINED("node.quarantined"),
  /** Its quarantine ended, by itself or by an operator. */
  @JsonProperty("node.released")
  RELEASED("node.released"),
  /** An operator wants it empty. */
  @JsonProperty("node.drain")
  DRAIN("node.drain"),
  /** It takes work again. */
  @JsonProperty("node.undrain")
  UNDRAIN("node.undrain"),
  /** An operator banned it from a job. */
  @JsonProperty("node.banned")
  BANNED("node.banned"),
  /** An operator lifted a ban. */
  @JsonProperty("node.ban-lifted")
  BAN_LIFTED("node.ban-lifted");

  private final String wireName;

  NodeEventType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}

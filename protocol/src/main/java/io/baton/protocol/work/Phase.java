package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node does with a job right now. */
public enum Phase {
  /** Fetches dataset, base model and checkpoint. */
  @JsonProperty("preparing")
  PREPARING("preparing"),
  @JsonProperty("loading-model")
  LOADING_MODEL("loading the base model"),
  @JsonProperty("preparing-data")
  PREPARING_DATA("preparing the images"),
  @JsonProperty("training")
  TRAINING("training"),
  @JsonProperty("saving")
  SAVING("saving the LoRA"),
  @JsonProperty("uploading")
  UPLOADING("uploading"),
  @JsonProperty("draining")
  DRAINING("draining");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}

package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node does with a job right now. */
public enum Phase {
  /** Fetches dataset, base model and checkpoint. */
  @JsonProperty("preparing")
  PREPARING("preparing"),
  /** Loads the base model. */
  @JsonProperty("loading-model")
  LOADING_MODEL("loading the base model"),
  /** Prepares the images. */
  @JsonProperty("preparing-data")
  PREPARING_DATA("preparing the images"),
  /** Trains. */
  @JsonProperty("training")
  TRAINING("training"),
  /** Saves the LoRA. */
  @JsonProperty("saving")
  SAVING("saving the LoRA"),
  /** Uploads the LoRA. */
  @JsonProperty("uploading")
  UPLOADING("uploading"),
  /** Writes and uploads a last checkpoint before it gives the job back. */
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

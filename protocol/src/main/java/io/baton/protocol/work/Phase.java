package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node does with a job right now. */
public enum Phase {
  /** Fetches dataset and checkpoint. */
  @JsonProperty("preparing")
  PREPARING("preparing"),
  /** Fetches the base model, which the node does not have yet. */
  @JsonProperty("fetching-model")
  FETCHING_MODEL("fetching the base model"),
  /** Loads the base model. */
  @JsonProperty("loading-model")
  LOADING_MODEL("loading the base model"),
  /** Draws the class images of prior preservation that the job has not. */
  @JsonProperty("generating-class-images")
  GENERATING_CLASS_IMAGES("drawing class images"),
  /** Prepares the images. */
  @JsonProperty("preparing-data")
  PREPARING_DATA("preparing the images"),
  /** Trains. */
  @JsonProperty("training")
  TRAINING("training"),
  /** Draws images by which a person can see how training comes on. */
  @JsonProperty("validating")
  VALIDATING("drawing validation images"),
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

package io.baton.sdxl.noise;

/** What a UNet was trained to predict. */
public enum PredictionType {
  /** The noise. */
  EPSILON("epsilon"),
  /** √ᾱ · noise - √(1-ᾱ) · sample. */
  V_PREDICTION("v_prediction");

  private final String configName;

  PredictionType(String configName) {
    this.configName = configName;
  }

  /** As scheduler configurations write it. */
  public String configName() {
    return configName;
  }
}

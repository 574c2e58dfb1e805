package io.baton.api.dashboard.text;

import java.util.List;

/** The path of an option, such as {@code training.maxTrainSteps}. */
public record OptionPath(String text) {
  /** Between which it may be broken where there is little room. */
  public List<String> parts() {
    return List.of(text.split("(?<=\\.)|(?<=[a-z0-9])(?=[A-Z])"));
  }
}

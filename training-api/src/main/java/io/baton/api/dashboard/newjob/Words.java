package io.baton.api.dashboard.newjob;

import java.util.Locale;

/** Names of the contract as people read them. */
final class Words {
  private Words() {}

  /** {@code maxTrainSteps} is "Max train steps". */
  static String ofName(String name) {
    String spaced = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }
}

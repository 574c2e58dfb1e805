package io.baton.node.gpu;

import java.time.Duration;

/** What becomes of an agent that ended. */
enum AgentFate {
  /** It did what it was told, or cannot run as it is set up: starting it again changes nothing. */
  ENDED,
  /** It died: its GPU is to get another. */
  START_AGAIN;

  private static final int USAGE = 64;
  private static final int COULD_NOT_GIVE_BACK = 75;
  private static final int CONFIGURATION = 78;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  static AgentFate of(int exitStatus, boolean stopping) {
    return switch (exitStatus) {
      case 0, USAGE, COULD_NOT_GIVE_BACK, CONFIGURATION -> ENDED;
      default -> stopping ? ENDED : START_AGAIN;
    };
  }

  /** How long to wait before the n-th start in a row. */
  static Duration pauseBefore(int restart) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(restart - 1, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}

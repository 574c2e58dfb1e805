package io.baton.api.node;

import io.baton.protocol.work.FailureClass;
import java.util.Arrays;
import java.util.List;

/** Which failures speak against the node that they happened on. */
public final class Blame {
  private Blame() {}

  /** Bad input fails everywhere, and storage that is down is down for all. */
  public static boolean isNodes(FailureClass failure) {
    return switch (failure) {
      case OUT_OF_MEMORY,
          GPU_OUT_OF_MEMORY,
          HOST_OUT_OF_MEMORY,
          GPU_ERROR,
          TRAINER_CRASH,
          TIMEOUT,
          DISK_FULL,
          NODE_MISCONFIGURED ->
          true;
      case BAD_INPUT, STORAGE_DOWN, CHECKPOINTS_CORRUPT -> false;
    };
  }

  /** Those of which a node is innocent, as the database names them. */
  public static List<String> innocent() {
    return Arrays.stream(FailureClass.values())
        .filter(failure -> !isNodes(failure))
        .map(FailureClass::wireName)
        .toList();
  }
}

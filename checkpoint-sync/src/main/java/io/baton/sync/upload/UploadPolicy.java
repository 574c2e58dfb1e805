package io.baton.sync.upload;

import io.baton.sync.local.LocalCheckpoint;
import java.util.List;
import java.util.Optional;

/**
 * Which checkpoint to upload when several wait. Whatever it says, none is ever committed by half.
 */
public enum UploadPolicy {
  /** Every checkpoint, oldest first. An upload that has begun is always finished. */
  FINISH_EACH {
    @Override
    Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting) {
      return waiting.stream().findFirst();
    }
  },

  /** Only the newest: what is older is left out. An upload that has begun is always finished. */
  SKIP_TO_NEWEST {
    @Override
    Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting) {
      return newest(waiting);
    }
  },

  /**
   * As {@link #SKIP_TO_NEWEST}, and an upload that has begun is abandoned for a newer checkpoint;
   * but the one after an abandoned one is finished, so that something is always committed, however
   * slow the network.
   */
  NEWEST_AT_ONCE {
    @Override
    Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting) {
      return newest(waiting);
    }
  };

  /**
   * @param waiting oldest first
   */
  abstract Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting);

  private static Optional<LocalCheckpoint> newest(List<LocalCheckpoint> waiting) {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.get(waiting.size() - 1));
  }
}

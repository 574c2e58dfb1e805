package io.baton.sync.upload;

import io.baton.sync.local.LocalCheckpoint;
import java.util.List;
import java.util.Optional;

/** Which checkpoint to upload when several wait. An upload that has begun is always finished. */
public enum UploadPolicy {
  /** Every checkpoint, oldest first. */
  FINISH_EACH {
    @Override
    Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting) {
      return waiting.stream().findFirst();
    }
  },

  /** Only the newest: what is older than it is left out. */
  SKIP_TO_NEWEST {
    @Override
    Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting) {
      return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.get(waiting.size() - 1));
    }
  };

  /**
   * @param waiting oldest first
   */
  abstract Optional<LocalCheckpoint> next(List<LocalCheckpoint> waiting);
}

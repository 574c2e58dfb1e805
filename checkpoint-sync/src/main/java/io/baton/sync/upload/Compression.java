package io.baton.sync.upload;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which files are stored in fewer bytes.
 *
 * @param scratch a directory for the file that is being sent, made when it is missing; none where
 *     nothing is ever compressed
 */
public record Compression(When when, Optional<Path> scratch) {
  /** See {@link io.baton.sync.codec.CompressionDecision}. */
  public enum When {
    NEVER,
    /** Where it takes less time than it saves at the bandwidth that storage was seen to take. */
    WHERE_IT_PAYS,
    /** Wherever it saves a twentieth, whatever the time. */
    WHERE_IT_SAVES
  }

  public Compression {
    Objects.requireNonNull(when, "when");
    if (when != When.NEVER && scratch.isEmpty()) {
      throw new IllegalArgumentException("compressing needs a directory");
    }
  }

  public static Compression off() {
    return new Compression(When.NEVER, Optional.empty());
  }

  public static Compression whereItPays(Path scratch) {
    return new Compression(When.WHERE_IT_PAYS, Optional.of(scratch));
  }

  public static Compression whereItSaves(Path scratch) {
    return new Compression(When.WHERE_IT_SAVES, Optional.of(scratch));
  }
}

package io.baton.sync.restore;

import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A checkpoint that is said to be committed.
 *
 * @param manifestSha256 of the manifest's bytes, when somebody trusted recorded it at commit
 */
public record Candidate(int step, ObjectKey manifestKey, Optional<Sha256> manifestSha256) {
  public Candidate {
    Objects.requireNonNull(manifestKey, "manifestKey");
    Objects.requireNonNull(manifestSha256, "manifestSha256");
    if (step < 0) {
      throw new IllegalArgumentException("the step " + step + " is negative");
    }
  }
}

package io.baton.sync.store;

import java.time.Instant;
import java.util.Objects;

/**
 * An upload whose parts were neither put together nor given up.
 *
 * @param startedAt on the storage's clock
 */
public record UnfinishedUpload(PartedUpload upload, Instant startedAt) {
  public UnfinishedUpload {
    Objects.requireNonNull(upload, "upload");
    Objects.requireNonNull(startedAt, "startedAt");
  }
}

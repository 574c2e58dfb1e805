package io.baton.protocol.dataset;

import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;

/** The user's images, with captions, in storage. */
public record Dataset(
    DatasetId id,
    String name,
    DatasetStatus status,
    int images,
    long bytes,
    List<DatasetFile> files,
    Instant createdAt) {
  public Dataset {
    files = Fields.listOrEmpty(files);
  }
}

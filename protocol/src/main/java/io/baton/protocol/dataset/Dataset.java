package io.baton.protocol.dataset;

import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;

/**
 * The user's images, with captions, in storage.
 *
 * @param id its name
 * @param name shown to people
 * @param status where it stands
 * @param images how many images it has, at least 0
 * @param bytes of all its files, at least 0
 * @param files by name
 * @param createdAt when it was created
 */
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

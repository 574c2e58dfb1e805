package io.baton.api.dataset;

import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.Optional;

/** Checks one uploaded file against what was announced. */
@ApplicationScoped
public class StoredFileInspection {
  private final ObjectStorage storage;
  private final ContentInspection contents;

  StoredFileInspection(ObjectStorage storage, ContentInspection contents) {
    this.storage = storage;
    this.contents = contents;
  }

  Verdict verdict(DatasetId dataset, DatasetFile file) {
    Optional<InputStream> content = storage.open(ObjectKeys.ofDatasetFile(dataset, file));
    if (content.isEmpty()) {
      return new Verdict.Bad("was announced but not uploaded");
    }
    try (TemporaryCopy copy = TemporaryCopy.empty()) {
      return copy.fill(content.get(), file.size(), file.sha256(), () -> {})
          .<Verdict>map(Verdict.Bad::new)
          .orElseGet(() -> contents.verdict(file, copy.path()));
    }
  }
}

package io.baton.protocol.job.sample;

import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.training.ValidationOptions;
import java.util.List;

/**
 * All images of a step are in storage: record them.
 *
 * @param step optimizer steps done, at least 1
 * @param images PNG files below the attempt's prefix, named image-0.png and so on, 1 to 50 entries
 */
public record SampleCommit(int step, List<StoredFile> images) {
  public SampleCommit {
    Fields.inRange("step", step, 1, Integer.MAX_VALUE);
    images = Fields.listOrEmpty(images);
    Fields.inRange("images", images.size(), 1, ValidationOptions.MAX_IMAGES);
  }
}

package io.baton.protocol.work;

import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * The attempt finished the job.
 *
 * @param step the last optimizer step, at least 1
 * @param files the artifact's objects, all in storage below the attempt's prefix, 1 to 100 entries
 */
public record Completion(int step, List<StoredFile> files) {
  public static final int MAX_FILES = 100;

  public Completion {
    Fields.inRange("step", step, 1, Integer.MAX_VALUE);
    files = Fields.listOrEmpty(files);
    Fields.inRange("files", files.size(), 1, MAX_FILES);
  }
}

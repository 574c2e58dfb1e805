package io.baton.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.CommandFailedException;
import io.baton.cli.document.Documents;
import io.baton.cli.terminal.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that were written down: YAML or JSON, as many documents as wanted, each with the fields of a
 * job and, in place of datasets, {@code images} and {@code classImages}: directories, seen from the
 * file. A document with {@code jobs} is a list of them, and what stands beside it holds for all.
 */
final class JobFile {
  private static final String JOBS = "jobs";
  private static final String IMAGES = "images";
  private static final String CLASS_IMAGES = "classImages";

  private final String file;
  private final List<JobDraft> drafts = new ArrayList<>();

  private JobFile(String file) {
    this.file = file;
  }

  static List<JobDraft> read(String file, Input input) {
    JobFile read = new JobFile(file);
    Documents.read(file, input).forEach(read::document);
    return read.drafts.size() == 1
        ? List.of(read.renamed(read.drafts.get(0), read.name()))
        : read.drafts;
  }

  private String name() {
    return file.equals(Documents.STANDARD_INPUT) ? "standard input" : file;
  }

  private JobDraft renamed(JobDraft draft, String origin) {
    return new JobDraft(origin, draft.document(), draft.images(), draft.classImages());
  }

  private void document(ObjectNode document) {
    JsonNode jobs = document.get(JOBS);
    if (jobs == null) {
      add(document);
      return;
    }
    ObjectNode common = document.deepCopy();
    common.remove(JOBS);
    if (!jobs.isArray() || jobs.isEmpty()) {
      throw CommandFailedException.usage(name() + ": 'jobs' must be a list of jobs.");
    }
    for (JsonNode job : jobs) {
      if (!(job instanceof ObjectNode fields)) {
        throw CommandFailedException.usage(
            name() + ": every entry of 'jobs' must have fields, not be '" + job + "'.");
      }
      add(Documents.merged(common, fields));
    }
  }

  private void add(ObjectNode document) {
    String origin = name() + ", job " + (drafts.size() + 1);
    Optional<Path> images = directory(document, IMAGES);
    Optional<Path> classImages = directory(document, CLASS_IMAGES);
    drafts.add(new JobDraft(origin, document, images, classImages));
  }

  private Optional<Path> directory(ObjectNode document, String field) {
    JsonNode value = document.remove(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw CommandFailedException.usage(
          name() + ": '" + field + "' must be a directory, not '" + value + "'.");
    }
    Path base = file.equals(Documents.STANDARD_INPUT) ? Path.of("") : Path.of(file).getParent();
    Path path = Path.of(value.asText());
    return Optional.of(base == null ? path : base.resolve(path));
  }
}

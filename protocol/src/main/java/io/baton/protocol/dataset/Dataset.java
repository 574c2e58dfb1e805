package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.field.Fields;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The user's images, with captions, in storage.
 *
 * @param id its name in addresses and in jobs
 * @param owner whose it is
 * @param name shown to people
 * @param status whether jobs may use it
 * @param images how many images it has, at least 0
 * @param bytes of all its files, at least 0
 * @param fileCount images, captions and metadata together, at least 0
 * @param checkedFiles how many of them are found good or bad so far, at least 0
 * @param archive the zip that was announced; absent without one
 * @param imageSizes absent until images are checked
 * @param problems why it is invalid, one entry a file, at most 1,000 entries; default none
 * @param notes what was left out or may be a mistake, one sentence each, at most 100 entries;
 *     default none
 * @param files by name; left out in lists and while it is being checked; default none
 * @param createdAt when it was created
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Dataset(
    DatasetId id,
    OwnerName owner,
    String name,
    DatasetStatus status,
    int images,
    long bytes,
    int fileCount,
    int checkedFiles,
    Optional<DatasetArchive> archive,
    Optional<ImageSizes> imageSizes,
    List<Problem.FieldError> problems,
    List<String> notes,
    List<DatasetFile> files,
    Instant createdAt) {
  public Dataset {
    archive = Fields.orDefault(archive, Optional.empty());
    imageSizes = Fields.orDefault(imageSizes, Optional.empty());
    problems = Fields.listOrEmpty(problems);
    notes = Fields.listOrEmpty(notes);
    files = Fields.listOrEmpty(files);
  }

  /** What a caller is told of a dataset that is invalid. */
  public Problem invalid() {
    Problem.FieldError first = problems.get(0);
    String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return Problem.of(
        ErrorCode.INVALID_DATASET,
        "Dataset " + id + " cannot be used: " + first.field() + " " + first.detail() + others + ".",
        problems);
  }

  /**
   * Between which bounds the sizes of the images lie.
   *
   * @param minWidth of the narrowest image, in pixels, at least 1
   * @param maxWidth of the widest image, in pixels, at least 1
   * @param minHeight of the lowest image, in pixels, at least 1
   * @param maxHeight of the highest image, in pixels, at least 1
   */
  public record ImageSizes(int minWidth, int maxWidth, int minHeight, int maxHeight) {}
}

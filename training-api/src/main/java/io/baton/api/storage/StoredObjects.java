package io.baton.api.storage;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Checks that what nodes say is in storage is there. */
@ApplicationScoped
public class StoredObjects {
  private final ObjectStorage storage;

  StoredObjects(ObjectStorage storage) {
    this.storage = storage;
  }

  /**
   * Checks that all files lie below the attempt's prefix, in the size that was said.
   *
   * @throws ProblemException with {@code object-missing} and an entry for each that does not
   */
  public void requireBelowAttempt(
      JobId job, Attempt attempt, String field, List<StoredFile> files) {
    String prefix = ObjectKeys.attemptPrefix(job, attempt);
    Set<String> names = new HashSet<>();
    for (StoredFile file : files) {
      ObjectKeys.below(prefix, field, file.key());
      if (!names.add(file.name())) {
        throw new InvalidFieldException(field, "must not name '" + file.name() + "' twice");
      }
    }
    List<Problem.FieldError> errors = new ArrayList<>();
    for (StoredFile file : files) {
      OptionalLong size = storage.size(file.key());
      if (size.isEmpty()) {
        errors.add(Problem.FieldError.of(field, file.key() + " is not in storage"));
      } else if (size.getAsLong() != file.size()) {
        errors.add(
            Problem.FieldError.of(
                field, file.key() + " has " + size.getAsLong() + " bytes, not " + file.size()));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING,
          "Storage does not hold what was said: " + errors.get(0).detail() + ".",
          errors);
    }
  }
}

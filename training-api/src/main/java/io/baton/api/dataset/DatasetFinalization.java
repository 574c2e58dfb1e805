package io.baton.api.dataset;

import io.baton.api.access.OwnerScope;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a dataset ready: all of its files hold what was announced, or nothing changes. */
@ApplicationScoped
public class DatasetFinalization {
  private final StoredFileInspection inspection;

  DatasetFinalization(StoredFileInspection inspection) {
    this.inspection = inspection;
  }

  /** Finalizing again changes nothing. */
  public Dataset finalizeDataset(OwnerScope scope, DatasetId id) {
    Announced announced = QuarkusTransaction.requiringNew().call(() -> announced(scope, id));
    if (announced.ready()) {
      return QuarkusTransaction.requiringNew().call(() -> view(id));
    }
    List<Problem.FieldError> errors = new ArrayList<>();
    if (announced.files().stream().allMatch(DatasetFile::isCaption)) {
      errors.add(
          Problem.FieldError.of(
              "files", "holds no image; upload at least one JPEG, PNG, WebP or BMP"));
    }
    errors.addAll(duplicates(announced.files()));
    for (DatasetFile file : announced.files()) {
      inspection
          .problemOf(id, file)
          .ifPresent(problem -> errors.add(Problem.FieldError.of(file.name(), problem)));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_DATASET,
          "Dataset " + id + " cannot be used: " + summary(errors),
          errors);
    }
    return QuarkusTransaction.requiringNew().call(() -> makeReady(scope, id, announced.revision()));
  }

  private static Announced announced(OwnerScope scope, DatasetId id) {
    DatasetEntity dataset = DatasetEntity.findById(id.value());
    if (dataset == null || !scope.covers(dataset.owner)) {
      throw Datasets.noSuch(id);
    }
    return new Announced(
        dataset.revision, dataset.status == DatasetStatus.READY, Datasets.files(id));
  }

  private static Dataset view(DatasetId id) {
    return Datasets.view(DatasetEntity.findById(id.value()), Datasets.files(id));
  }

  private static Dataset makeReady(OwnerScope scope, DatasetId id, long revision) {
    DatasetEntity dataset = Datasets.lock(scope, id);
    if (dataset.revision != revision) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Files were announced while dataset " + id + " was checked; finalize it again.");
    }
    dataset.status = DatasetStatus.READY;
    return Datasets.view(dataset, Datasets.files(id));
  }

  /** Two images with the same content would be learned twice as strongly. */
  static List<Problem.FieldError> duplicates(List<DatasetFile> files) {
    Map<String, String> firstByDigest = new HashMap<>();
    List<Problem.FieldError> errors = new ArrayList<>();
    for (DatasetFile file : files) {
      if (!file.isCaption()) {
        String first = firstByDigest.putIfAbsent(file.sha256(), file.name());
        if (first != null) {
          errors.add(
              Problem.FieldError.of(
                  file.name(), "is the same image as " + first + "; leave one of them out"));
        }
      }
    }
    return errors;
  }

  private static String summary(List<Problem.FieldError> errors) {
    Problem.FieldError first = errors.get(0);
    String others = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return first.field() + " " + first.detail() + others + ".";
  }

  private record Announced(long revision, boolean ready, List<DatasetFile> files) {}
}

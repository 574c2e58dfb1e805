package io.baton.api.dataset;

import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.protocol.dataset.DatasetFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold between the files of a dataset, whatever is in each of them. */
final class DatasetRules {
  /** Stands for a file's name in problems of all files together. */
  static final String ALL = "files";

  private DatasetRules() {}

  /** One problem a file at most. */
  static List<StoredProblem> problems(List<DatasetFile> files) {
    List<StoredProblem> problems = new ArrayList<>();
    if (files.stream().allMatch(DatasetFile::isCaption)) {
      problems.add(
          new StoredProblem(ALL, "holds no image; upload at least one JPEG, PNG, WebP or BMP"));
    }
    problems.addAll(duplicates(files));
    problems.addAll(captionsWithoutImage(files));
    return problems;
  }

  /** Two images with the same content would be learned twice as strongly. */
  private static List<StoredProblem> duplicates(List<DatasetFile> files) {
    Map<String, String> firstByDigest = new HashMap<>();
    List<StoredProblem> problems = new ArrayList<>();
    for (DatasetFile file : files) {
      if (!file.isCaption()) {
        String first = firstByDigest.putIfAbsent(file.sha256(), file.name());
        if (first != null) {
          problems.add(
              new StoredProblem(
                  file.name(), "is the same image as " + first + "; leave one of them out"));
        }
      }
    }
    return problems;
  }

  /** The trainer would not see them, and train with the prompt instead. */
  private static List<StoredProblem> captionsWithoutImage(List<DatasetFile> files) {
    Set<String> stems =
        files.stream()
            .filter(file -> !file.isCaption())
            .map(DatasetFile::stem)
            .collect(Collectors.toCollection(HashSet::new));
    List<StoredProblem> problems = new ArrayList<>();
    for (DatasetFile file : files) {
      if (!file.isCaption() || file.isMetadata()) {
        continue;
      }
      if (!file.name().endsWith(".txt")) {
        problems.add(
            new StoredProblem(
                file.name(), "must end in .txt, in lower case, to be read as a caption"));
      } else if (!stems.contains(file.stem())) {
        problems.add(
            new StoredProblem(
                file.name(),
                "is the caption of no image: there is no "
                    + file.stem()
                    + ".jpg, .jpeg, .png, .webp or .bmp"));
      }
    }
    return problems;
  }
}

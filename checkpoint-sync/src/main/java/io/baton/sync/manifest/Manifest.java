package io.baton.sync.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A checkpoint's files, by path. A checkpoint is committed by its manifest's being stored, after
 * all of its objects.
 *
 * @param step optimizer steps taken, 0 or more
 */
public record Manifest(int step, List<ManifestFile> files) {
  /** The version of the JSON format that this code reads and writes. */
  public static final int VERSION = 1;

  public static final int MAX_FILES = 10_000;

  public Manifest {
    if (step < 0) {
      throw new IllegalArgumentException("the step " + step + " is negative");
    }
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(
          "it names " + files.size() + " files; a checkpoint has 1 to " + MAX_FILES);
    }
    files = files.stream().sorted(Comparator.comparing(ManifestFile::path)).toList();
    Set<String> paths = new HashSet<>();
    for (ManifestFile file : files) {
      if (!paths.add(file.path().value())) {
        throw new IllegalArgumentException("it names the path '" + file.path() + "' twice");
      }
    }
    for (ManifestFile file : files) {
      for (String parent : file.path().parents()) {
        if (paths.contains(parent)) {
          throw new IllegalArgumentException(
              "it names '" + parent + "' both as a file and as a directory");
        }
      }
    }
  }

  /** Of all files together. */
  public long bytes() {
    return files.stream().mapToLong(ManifestFile::size).sum();
  }

  /**
   * SHA-256 over everything the manifest says, one value a line: version, step, and for each file
   * path, size, SHA-256, key. It tells a damaged manifest from a good one where nobody recorded its
   * digest.
   */
  public Sha256 checksum() {
    StringBuilder text = new StringBuilder().append(VERSION).append('\n').append(step).append('\n');
    for (ManifestFile file : files) {
      text.append(file.path()).append('\n');
      text.append(file.size()).append('\n');
      text.append(file.sha256()).append('\n');
      text.append(file.key()).append('\n');
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}

package io.baton.sync.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A checkpoint's files, by path. A checkpoint is committed by its manifest's being stored, after
 * all of its objects.
 *
 * @param step optimizer steps taken, 0 or more
 * @param loss that somebody gave for the checkpoint, a finite number
 */
public record Manifest(int step, List<ManifestFile> files, OptionalDouble loss) {
  /** The newest version of the JSON format that this code reads and writes. */
  public static final int VERSION = 2;

  public static final int MAX_FILES = 10_000;

  public Manifest {
    if (loss.isPresent() && !Double.isFinite(loss.getAsDouble())) {
      throw new IllegalArgumentException("the loss is no finite number");
    }
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

  /** Without a loss. */
  public Manifest(int step, List<ManifestFile> files) {
    this(step, files, OptionalDouble.empty());
  }

  /** The lowest version that can say all of this, so that old programs read what they can. */
  public int version() {
    boolean plain = files.stream().allMatch(file -> file.encoded().isEmpty());
    return plain && loss.isEmpty() ? 1 : VERSION;
  }

  /** Of all files together. */
  public long bytes() {
    return files.stream().mapToLong(ManifestFile::size).sum();
  }

  /** Of the objects of all files together. */
  public long storedBytes() {
    return files.stream().mapToLong(ManifestFile::storedSize).sum();
  }

  /**
   * The checksum of version 1: SHA-256 over everything the manifest says, one value a line:
   * version, step, and for each file path, size, SHA-256, key. It tells a damaged manifest from a
   * good one where nobody recorded its digest.
   */
  Sha256 checksumOfVersion1() {
    StringBuilder text = new StringBuilder("1\n").append(step).append('\n');
    for (ManifestFile file : files) {
      text.append(file.path()).append('\n');
      text.append(file.size()).append('\n');
      text.append(file.sha256()).append('\n');
      text.append(file.key()).append('\n');
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}

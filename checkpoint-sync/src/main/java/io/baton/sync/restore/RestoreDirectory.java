package io.baton.sync.restore;

import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.RelativePath;
import io.baton.sync.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The output directory as restores use it: files are gathered under a name that nobody takes for a
 * checkpoint, and the directory is renamed when all are verified.
 */
final class RestoreDirectory {
  private static final Pattern GATHERING =
      Pattern.compile("\\.restoring-checkpoint-[0-9]+-[0-9a-f]+(?:\\.object-[0-9a-f]+)?");

  private static final int DIGITS = 16;

  private final Path output;

  RestoreDirectory(Path output) {
    this.output = output;
  }

  /**
   * Whether a path is what an unfinished restore has gathered so far, for the next one to go on.
   */
  static boolean isGathering(Path path) {
    return GATHERING.matcher(path.getFileName().toString()).matches();
  }

  /** Makes the output directory. */
  void prepare() {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw SyncException.local("preparing", output, e);
    }
  }

  /** Removes what unfinished restores left. */
  void tidy() {
    try (Stream<Path> entries = Files.list(output)) {
      entries.filter(RestoreDirectory::isGathering).forEach(RestoreDirectory::delete);
    } catch (IOException e) {
      throw SyncException.local("tidying", output, e);
    }
  }

  Optional<LocalCheckpoint> newestLocal() {
    return LocalCheckpoint.in(output).stream().reduce((one, newer) -> newer);
  }

  /**
   * The directory to gather a checkpoint in: the same each time for the same files, so that a
   * restore that was interrupted goes on.
   */
  Path gather(Manifest manifest) {
    String content = Sha256.of(ManifestJson.write(manifest)).hex().substring(0, DIGITS);
    Path gathering =
        output.resolve(".restoring-" + LocalCheckpoint.name(manifest.step()) + "-" + content);
    try {
      if (Files.isSymbolicLink(gathering)) {
        Files.delete(gathering);
      }
      return Files.createDirectories(gathering);
    } catch (IOException e) {
      throw SyncException.local("making", gathering, e);
    }
  }

  /** The place of a file that is being gathered; the directories that lead to it are made. */
  static Path place(Path gathering, RelativePath path) {
    Path file = path.below(gathering);
    if (!file.normalize().startsWith(gathering)) {
      throw new IllegalStateException("A relative path leaves its directory: " + path);
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw SyncException.local("making", file.getParent(), e);
    }
    return file;
  }

  /** Removes what is no file of the checkpoint, before its directory is renamed. */
  void removeOthers(Path gathering, Manifest manifest) {
    Set<Path> wanted =
        manifest.files().stream()
            .map(file -> file.path().below(gathering))
            .collect(Collectors.toSet());
    try (Stream<Path> entries = Files.walk(gathering)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !wanted.contains(entry)) {
          Files.delete(entry);
        }
      }
    } catch (IOException e) {
      throw SyncException.local("tidying", gathering, e);
    } catch (UncheckedIOException e) {
      throw SyncException.local("tidying", gathering, e.getCause());
    }
  }

  /** Renames a gathered checkpoint to its name; what has the name already is set aside. */
  Optional<Path> putInPlace(Path gathering, int step) {
    Path target = output.resolve(LocalCheckpoint.name(step));
    Optional<Path> aside = Optional.empty();
    try {
      forceAll(gathering);
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        aside = Optional.of(setAside(target));
      }
      Files.move(gathering, target, StandardCopyOption.ATOMIC_MOVE);
      return aside;
    } catch (IOException e) {
      throw SyncException.local("renaming into place", target, e);
    }
  }

  /** After a power cut a renamed directory must not hold empty files. */
  private static void forceAll(Path gathering) throws IOException {
    try (Stream<Path> entries = Files.walk(gathering)) {
      for (Path entry : (Iterable<Path>) entries.filter(Files::isRegularFile)::iterator) {
        try (FileChannel channel = FileChannel.open(entry, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Renames a checkpoint that was broken off, so that no trainer takes it for one. */
  Path setAside(LocalCheckpoint checkpoint) {
    try {
      return setAside(checkpoint.directory());
    } catch (IOException e) {
      throw SyncException.local("renaming", checkpoint.directory(), e);
    }
  }

  private Path setAside(Path target) throws IOException {
    for (int number = 1; ; number++) {
      Path aside = output.resolve("." + target.getFileName() + ".set-aside-" + number);
      if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
        return Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Deletes a directory that a restore made. */
  static void delete(Path directory) {
    try (Stream<Path> entries = Files.walk(directory)) {
      entries.sorted(Comparator.reverseOrder()).forEach(RestoreDirectory::deleteOne);
    } catch (NoSuchFileException e) {
      // Renamed into place.
    } catch (IOException e) {
      throw SyncException.local("deleting", directory, e);
    } catch (UncheckedIOException e) {
      throw SyncException.local("deleting", directory, e.getCause());
    }
  }

  private static void deleteOne(Path entry) {
    try {
      Files.deleteIfExists(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

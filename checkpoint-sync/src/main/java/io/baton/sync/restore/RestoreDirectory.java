package io.baton.sync.restore;

import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.RelativePath;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The output directory as restores use it: files are gathered under a name that nobody takes for a
 * checkpoint, and the directory is renamed when all are verified.
 */
final class RestoreDirectory {
  private static final String GATHERING = ".restoring-";
  private static final Pattern LEFTOVER =
      Pattern.compile(Pattern.quote(GATHERING) + "checkpoint-[0-9]+-[0-9]+");

  private final Path output;

  RestoreDirectory(Path output) {
    this.output = output;
  }

  /** Makes the output directory and removes what killed restores left. */
  void prepare() {
    try {
      Files.createDirectories(output);
      try (Stream<Path> entries = Files.list(output)) {
        entries
            .filter(entry -> LEFTOVER.matcher(entry.getFileName().toString()).matches())
            .forEach(RestoreDirectory::delete);
      }
    } catch (IOException e) {
      throw SyncException.local("preparing", output, e);
    }
  }

  Optional<LocalCheckpoint> newestLocal() {
    return LocalCheckpoint.in(output).stream().reduce((one, newer) -> newer);
  }

  /** An empty directory to gather a checkpoint in. */
  Path gather(int step) {
    try {
      return Files.createTempDirectory(output, GATHERING + LocalCheckpoint.name(step) + "-");
    } catch (IOException e) {
      throw SyncException.local("making a directory in", output, e);
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

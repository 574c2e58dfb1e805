package io.baton.sync.local;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.RelativePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory {@code checkpoint-N} with something in it. Whether that is all of it a {@link
 * CompletenessRule} says.
 */
public record LocalCheckpoint(int step, Path directory) {
  private static final Pattern NAME = Pattern.compile("checkpoint-(0|[1-9][0-9]{0,8})");

  /** The checkpoint's directory name at a step, as trainers call it. */
  public static String name(int step) {
    return "checkpoint-" + step;
  }

  /** The checkpoint that a path's last segment names, if it names one. */
  public static Optional<LocalCheckpoint> named(Path directory) {
    Matcher matcher = NAME.matcher(directory.getFileName().toString());
    return matcher.matches()
        ? Optional.of(new LocalCheckpoint(Integer.parseInt(matcher.group(1)), directory))
        : Optional.empty();
  }

  /** All checkpoints of an output directory, oldest first; none when it does not exist. */
  public static List<LocalCheckpoint> in(Path output) {
    try (Stream<Path> entries = Files.list(output)) {
      return entries
          .flatMap(entry -> named(entry).stream())
          .filter(LocalCheckpoint::hasContent)
          .sorted(Comparator.comparingInt(LocalCheckpoint::step))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw SyncException.local("listing", output, e);
    }
  }

  private boolean hasContent() {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw SyncException.local("listing", directory, e);
    }
  }

  public boolean exists() {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The files as they are now, by path.
   *
   * @throws SyncException with {@code CHECKPOINT_UNREADABLE} when there is a link or a device: what
   *     it leads to is not the trainer's to hand out; with {@code CHECKPOINT_CHANGED} when it is
   *     being deleted
   */
  public List<LocalFile> files() {
    List<LocalFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.walk(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        BasicFileAttributes attributes =
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          files.add(
              new LocalFile(
                  pathOf(entry), entry, attributes.size(), attributes.lastModifiedTime()));
        } else if (!attributes.isDirectory()) {
          throw new SyncException(
              SyncError.CHECKPOINT_UNREADABLE,
              entry
                  + " is a link or a device; a checkpoint may hold only regular files and"
                  + " directories.");
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
    files.sort(Comparator.comparing(LocalFile::path));
    return files;
  }

  private SyncException unreadable(IOException cause) {
    return cause instanceof NoSuchFileException
        ? new SyncException(
            SyncError.CHECKPOINT_CHANGED,
            "Files of the checkpoint " + directory + " vanish while it is read.",
            cause)
        : SyncException.local("reading", directory, cause);
  }

  private RelativePath pathOf(Path file) {
    try {
      return new RelativePath(directory.relativize(file).toString().replace('\\', '/'));
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.CHECKPOINT_UNREADABLE,
          "A file of " + directory + " cannot be stored: " + e.getMessage() + ".",
          e);
    }
  }
}

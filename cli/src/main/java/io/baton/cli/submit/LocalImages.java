package io.baton.cli.submit;

import io.baton.cli.CommandFailedException;
import io.baton.cli.document.Sha256;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.field.InvalidFieldException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a directory that make a dataset: images, and captions beside them.
 *
 * @param directory where they lie; hidden files and directories in it are left out
 */
public record LocalImages(Path directory, List<LocalImage> files) {
  /** A file on this machine and what the contract calls it. */
  record LocalImage(Path path, DatasetFile file) {}

  /** Reads every file once, for its digest. */
  public static LocalImages in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CommandFailedException(
          "There is no directory " + directory + ": --images must name one that holds the photos.");
    }
    List<LocalImage> files = new ArrayList<>();
    for (Path path : visibleFiles(directory)) {
      files.add(new LocalImage(path, describe(path)));
    }
    if (files.stream().allMatch(f -> f.file().isCaption())) {
      throw new CommandFailedException(
          "There is no image in "
              + directory
              + ": put .jpg, .png, .webp or .bmp files of your subject there.");
    }
    return new LocalImages(directory, files);
  }

  private static List<Path> visibleFiles(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static DatasetFile describe(Path path) {
    try {
      return new DatasetFile(path.getFileName().toString(), Files.size(path), sha256(path));
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(
          path + " cannot be part of a dataset: " + e.getMessage() + "; take it out or rename it.",
          e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        DigestInputStream digesting = new DigestInputStream(in, Sha256.newDigest())) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(digesting.getMessageDigest());
    }
  }

  private static CommandFailedException unreadable(Path path, IOException e) {
    return new CommandFailedException(path + " cannot be read: " + e.getMessage(), e);
  }

  public long bytes() {
    return files.stream().mapToLong(f -> f.file().size()).sum();
  }

  int images() {
    return (int) files.stream().filter(f -> !f.file().isCaption()).count();
  }
}

package io.baton.locals3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a server that was killed while it put an object into its place left in a bucket. */
final class BrokenUploads {
  private static final Pattern UNFINISHED =
      Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private BrokenUploads() {}

  /** Deletes files that have an unfinished upload's name and lack a finished one's attributes. */
  static void delete(Path data) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.walk(data)) {
      files =
          entries
              .filter(file -> UNFINISHED.matcher(file.getFileName().toString()).matches())
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .toList();
    }
    for (Path file : files) {
      UserDefinedFileAttributeView attributes =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      if (attributes != null && attributes.list().isEmpty()) {
        Files.delete(file);
      }
    }
  }
}

package io.baton.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the manifests are compared with. */
final class Repository {
  private static final Path ROOT = Overlay.MODULE.getParent();

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  /** The files below a directory whose name ends so, by path. */
  static List<String> files(String directory, String end) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
      return files
          .filter(file -> file.toString().endsWith(end))
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> !file.contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be read", e);
    }
  }
}

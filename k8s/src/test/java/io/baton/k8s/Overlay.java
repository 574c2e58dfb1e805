package io.baton.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be applied to a cluster. */
enum Overlay {
  LOCAL,
  PRODUCTION;

  /** The module's directory. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Map<Overlay, String> RENDERED = new EnumMap<>(Overlay.class);

  /** Its objects as kustomize makes them, once a run. */
  String rendered() {
    synchronized (RENDERED) {
      return RENDERED.computeIfAbsent(this, Overlay::render);
    }
  }

  Manifests manifests() {
    return Manifests.of(Documents.parse(rendered()));
  }

  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of a copy: the local overlay's secrets are drawn first, and must not lie in the checkout. */
  private String render() {
    Path copy = MODULE.resolve("target/rendered").resolve(directory());
    for (String part : List.of("base", "components", "overlays")) {
      copy(MODULE.resolve(part), copy.resolve(part));
    }
    if (this == LOCAL) {
      Kubectl.run(List.of(copy.resolve("overlays/local/make-secrets").toString()));
    }
    return Kubectl.kustomize(copy.resolve("overlays").resolve(directory()));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
              if (directory.endsWith("secrets")) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(to.resolve(from.relativize(directory)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file)),
                  StandardCopyOption.REPLACE_EXISTING,
                  StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(from + " cannot be copied", e);
    }
  }
}

package io.baton.locals3;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the server's classes and libraries: beside this class (a build's {@code target} folder), or
 * in the checkout that holds it or the working directory, since a copy of the jar may lie in
 * another module's library folder.
 */
final class ServerClasspath {
  private static final Path MODULE_LIBRARIES = Path.of("cli", "local-s3", "target", "lib");

  private ServerClasspath() {}

  static String locate() {
    Path own = ownCode();
    return libraries(own)
        .map(lib -> own + File.pathSeparator + lib.resolve("*"))
        .orElseThrow(
            () ->
                new LocalS3Exception(
                    LocalS3Exception.Code.NOT_BUILT,
                    "The local S3 server is not built: run 'mvn -q package -DskipTests -pl"
                        + " cli/local-s3' in the root of the checkout."));
  }

  private static Optional<Path> libraries(Path own) {
    List<Path> places = new ArrayList<>();
    places.add(own.resolveSibling("lib"));
    for (Path start : List.of(own, Path.of("").toAbsolutePath())) {
      for (Path folder = start; folder != null; folder = folder.getParent()) {
        places.add(folder.resolve(MODULE_LIBRARIES));
      }
    }
    return places.stream().filter(ServerClasspath::holdsTheServer).findFirst();
  }

  private static boolean holdsTheServer(Path libraries) {
    String[] names = libraries.toFile().list((folder, name) -> name.startsWith("s3proxy-"));
    return names != null && names.length > 0 && Files.isDirectory(libraries);
  }

  private static Path ownCode() {
    CodeSource source = ServerClasspath.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The code source is no file: " + source.getLocation(), e);
    }
  }
}

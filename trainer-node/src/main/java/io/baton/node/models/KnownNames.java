package io.baton.node.models;

import io.baton.protocol.field.Fields;
import io.baton.protocol.work.NodeCapabilities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which content each location had when it was fetched last: a small file for each. */
final class KnownNames {
  private static final int ID_DIGITS = 32;

  /**
   * One of them.
   *
   * @param location as {@link ModelLocation} writes it
   * @param role what was fetched
   * @param variant of the weights
   * @param version of the source, and of what was wanted of it
   * @param digest of the model in the cache
   */
  record Known(
      String location,
      ModelRequest.Role role,
      Optional<String> variant,
      String version,
      String digest) {
    Known {
      Fields.required("location", location);
      Fields.required("role", role);
      variant = Fields.orEmpty(variant);
    }
  }

  private final Path directory;

  KnownNames(Path directory) {
    this.directory = directory;
  }

  Optional<Known> find(ModelLocation location, ModelRequest request) throws IOException {
    return ModelRecord.read(file(location, request), Known.class);
  }

  void remember(ModelLocation location, ModelRequest request, String version, String digest)
      throws IOException {
    ModelRecord.write(
        file(location, request),
        new Known(location.toString(), request.role(), request.variant(), version, digest));
  }

  /** At most as many as a node may tell of. */
  List<Known> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> children = Files.list(directory)) {
      files =
          children
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .limit(NodeCapabilities.MAX_CACHED_BASE_MODELS)
              .toList();
    }
    List<Known> names = new ArrayList<>();
    for (Path file : files) {
      ModelRecord.read(file, Known.class).ifPresent(names::add);
    }
    return names;
  }

  private Path file(ModelLocation location, ModelRequest request) {
    return directory.resolve(
        id(location + "\0" + request.role().name() + "\0" + request.variant().orElse(""))
            + ".json");
  }

  /** A file name for any text. */
  static String id(String text) {
    return HexFormat.of()
        .formatHex(FileDigest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
        .substring(0, ID_DIGITS);
  }
}

package io.baton.node.config;

import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import java.nio.file.Path;
import java.util.Optional;

/** The key that the node shows to the API. */
public final class NodeKey {
  private NodeKey() {}

  /**
   * Reads it.
   *
   * @param file holds it; null or empty: the environment does
   * @return empty where neither is set
   * @throws ConfigException if there is something else in its place
   */
  public static Optional<ApiKey> read(Path file) {
    String origin =
        file == null || file.toString().isEmpty()
            ? NodeSecret.API_KEY.variable()
            : "--api-key-file " + file;
    return NodeSecret.API_KEY.read(file, "--api-key-file").map(text -> key(text, origin));
  }

  private static ApiKey key(String text, String origin) {
    try {
      return new ApiKey(text);
    } catch (InvalidFieldException e) {
      throw new ConfigException(origin + " holds no API key: " + e.getMessage() + ".");
    }
  }
}

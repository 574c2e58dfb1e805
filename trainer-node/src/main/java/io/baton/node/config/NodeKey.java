package io.baton.node.config;

import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that the node shows to the API. It is never an option: those can be read by everybody on
 * the machine.
 */
public final class NodeKey {
  /** Holds the key where no file does. Trainers do not inherit it. */
  public static final String VARIABLE = "BATON_API_KEY";

  private NodeKey() {}

  /**
   * Reads it.
   *
   * @param file holds it; null or empty: the environment does
   * @return empty where neither is set
   * @throws ConfigException if there is something else in its place
   */
  public static Optional<ApiKey> read(Path file) {
    if (file == null || file.toString().isEmpty()) {
      return Optional.ofNullable(System.getenv(VARIABLE))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .map(text -> key(text, VARIABLE));
    }
    try {
      return Optional.of(key(Files.readString(file).strip(), "--api-key-file " + file));
    } catch (IOException e) {
      throw new ConfigException("--api-key-file " + file + " cannot be read: " + e + ".");
    }
  }

  private static ApiKey key(String text, String origin) {
    try {
      return new ApiKey(text);
    } catch (InvalidFieldException e) {
      throw new ConfigException(origin + " holds no API key: " + e.getMessage() + ".");
    }
  }
}

package io.baton.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What only the agent may know: it is never an option, since those can be read by everybody on the
 * machine, and trainers do not inherit it.
 */
public enum NodeSecret {
  API_KEY("BATON_API_KEY"),
  /** As the hub's own tools call it. */
  HUB_TOKEN("HF_TOKEN"),
  MODELS_S3_ACCESS_KEY("BATON_MODELS_S3_ACCESS_KEY"),
  MODELS_S3_SECRET_KEY("BATON_MODELS_S3_SECRET_KEY"),
  MODELS_S3_SESSION_TOKEN("BATON_MODELS_S3_SESSION_TOKEN");

  private final String variable;

  NodeSecret(String variable) {
    this.variable = variable;
  }

  public String variable() {
    return variable;
  }

  /** Empty where it is not set, or empty. */
  public Optional<String> fromEnvironment() {
    return Optional.ofNullable(System.getenv(variable))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /**
   * Reads it from a file, or from the environment where none is named.
   *
   * @param file null or empty: none
   * @param option that names the file
   * @throws ConfigException if the file cannot be read or holds no single word
   */
  public Optional<String> read(Path file, String option) {
    if (file == null || file.toString().isEmpty()) {
      return fromEnvironment();
    }
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException(option + " " + file + " cannot be read: " + e + ".");
    }
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw new ConfigException(option + " " + file + " holds no single word.");
    }
    return Optional.of(text);
  }

  /** The variables that no trainer may see. */
  public static List<String> variables() {
    return Arrays.stream(values()).map(NodeSecret::variable).toList();
  }
}

package io.baton.node.models;

import io.baton.node.config.ConfigException;
import java.util.regex.Pattern;

/**
 * Locations outside of this machine that jobs may name: one, or with a star at its end all that
 * begin like it.
 *
 * @param pattern such as {@code hf://stabilityai/*} or {@code s3://models/sdxl}
 */
public record AllowedSource(String pattern) {
  private static final Pattern FORM = Pattern.compile("(hf|s3)://[A-Za-z0-9._@/-]*\\*?");

  public AllowedSource {
    if (!FORM.matcher(pattern).matches()) {
      throw new ConfigException(
          "--allow-models must be hf://… or s3://…, with a star at its end to allow all that begin"
              + " like it, not '"
              + pattern
              + "'.");
    }
  }

  /** Whatever revision a job names of a repository that is allowed. */
  boolean allows(ModelLocation location) {
    String text =
        location instanceof ModelLocation.Hub hub && !pattern.contains("@")
            ? "hf://" + hub.repository()
            : location.toString();
    return pattern.endsWith("*")
        ? text.startsWith(pattern.substring(0, pattern.length() - 1))
        : text.equals(pattern);
  }
}

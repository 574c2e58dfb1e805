package io.baton.autoscaler.pool;

/**
 * Names one instance at its provider, from its start to its end: whatever comes in its place has
 * another.
 *
 * @param value 1 to 512 characters, as the provider writes it
 */
public record InstanceId(String value) {
  private static final int MOST_CHARACTERS = 512;

  public InstanceId {
    if (value == null || value.isBlank() || value.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "an instance's id must be 1 to " + MOST_CHARACTERS + " characters, not '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

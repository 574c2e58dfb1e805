package io.baton.autoscaler.pool;

/** Names an instance at its provider. */
public record InstanceId(String value) {
  public InstanceId {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("an instance needs an id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

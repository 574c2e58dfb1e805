package io.baton.sync.manifest;

import io.baton.sync.store.ObjectKey;

/**
 * Where the checkpoints of one run are in storage: {@code PREFIX/checkpoint-N/files/PATH} and
 * {@code PREFIX/checkpoint-N/manifest.json}. A prefix belongs to one run (one attempt), so no key
 * is ever written with other bytes.
 */
public record CheckpointKeys(ObjectKey prefix) {
  static final String MANIFEST = "manifest.json";

  /**
   * @param prefix with or without a slash at its end
   */
  public static CheckpointKeys below(String prefix) {
    return new CheckpointKeys(
        new ObjectKey(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix));
  }

  public ObjectKey manifest(int step) {
    return checkpoint(step).resolve(MANIFEST);
  }

  public ObjectKey file(int step, RelativePath path) {
    return checkpoint(step).resolve("files/" + path);
  }

  private ObjectKey checkpoint(int step) {
    return prefix.resolve("checkpoint-" + step);
  }
}

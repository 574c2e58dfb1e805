package io.baton.node.models;

/**
 * A file of a model in the cache.
 *
 * @param path below the model's directory
 * @param sha256 of its content, 64 hexadecimal digits
 */
record StoredModelFile(String path, long size, String sha256) {
  StoredModelFile {
    if (!RemoteFile.isSafe(path)) {
      throw new IllegalArgumentException("no file of a model: " + path);
    }
  }
}

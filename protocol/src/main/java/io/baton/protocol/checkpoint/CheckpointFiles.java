package io.baton.protocol.checkpoint;

import io.baton.protocol.field.Fields;
import java.net.URI;
import java.util.List;

/**
 * A committed checkpoint and where to download it.
 *
 * @param checkpoint what is known of it
 * @param files by path, at most 10,000 entries
 */
public record CheckpointFiles(Checkpoint checkpoint, List<CheckpointFile> files) {
  public CheckpointFiles {
    files = Fields.listOrEmpty(files);
  }

  /**
   * One of its files.
   *
   * @param path below the checkpoint's directory
   * @param size in bytes, at least 0
   * @param sha256 of its content, 64 hexadecimal digits in lower case
   * @param url answers a GET for a while, without any credential
   */
  public record CheckpointFile(String path, long size, String sha256, URI url) {}
}

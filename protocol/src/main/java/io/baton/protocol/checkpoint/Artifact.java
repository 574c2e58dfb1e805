package io.baton.protocol.checkpoint;

import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import java.net.URI;
import java.util.List;

/**
 * The finished LoRA.
 *
 * @param attempt that finished the job
 * @param step the last optimizer step, at least 1
 * @param files the LoRA's files, by name
 */
public record Artifact(Attempt attempt, int step, List<ArtifactFile> files) {
  public Artifact {
    files = Fields.listOrEmpty(files);
  }

  /**
   * One of its files.
   *
   * @param name to save it under
   * @param format which programs it is named for
   * @param size in bytes, at least 0
   * @param sha256 of its content, 64 hexadecimal digits in lower case
   * @param url answers a GET for a while, without any credential
   */
  public record ArtifactFile(String name, LoraFormat format, long size, String sha256, URI url) {}
}

package io.baton.protocol.checkpoint;

import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import java.net.URI;
import java.util.List;

/** The finished LoRA. */
public record Artifact(Attempt attempt, int step, List<ArtifactFile> files) {
  public Artifact {
    files = Fields.listOrEmpty(files);
  }

  /**
   * One of its files.
   *
   * @param url answers a GET for a while, without any credential
   */
  public record ArtifactFile(String name, long size, String sha256, URI url) {}
}

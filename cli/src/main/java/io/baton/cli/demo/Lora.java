package io.baton.cli.demo;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.baton.cli.CommandFailedException;
import io.baton.cli.download.ArtifactDownload;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A LoRA on this machine.
 *
 * @param sha256 of its bytes
 */
record Lora(@JsonSerialize(using = ToStringSerializer.class) Path path, long size, String sha256) {
  static Lora download(JobsClient jobs, JobId job, Path directory) {
    Artifact artifact = jobs.artifact(job);
    List<Path> files = new ArtifactDownload().into(directory, artifact);
    for (int i = 0; i < files.size(); i++) {
      Artifact.ArtifactFile file = artifact.files().get(i);
      if (file.name().endsWith(".safetensors")) {
        return new Lora(files.get(i), file.size(), file.sha256());
      }
    }
    throw new CommandFailedException("Job " + job + " has no .safetensors file.");
  }

  /** Compares every byte. */
  static Finding compare(Lora interrupted, Lora undisturbed) {
    try {
      long differs = Files.mismatch(interrupted.path(), undisturbed.path());
      return new Finding(
          differs < 0 && interrupted.size() > 0,
          "Both runs gave the same LoRA, byte for byte",
          differs < 0
              ? "%d bytes, SHA-256 %s".formatted(interrupted.size(), interrupted.sha256())
              : "they differ from byte %d on (%d and %d bytes)"
                  .formatted(differs, interrupted.size(), undisturbed.size()));
    } catch (IOException e) {
      throw new CommandFailedException("The LoRAs cannot be read: " + e.getMessage(), e);
    }
  }
}

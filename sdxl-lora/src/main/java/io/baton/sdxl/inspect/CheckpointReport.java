package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.checkpoint.Checkpoint;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.lorafile.LoraWeights;
import java.nio.file.Path;

/** A checkpoint: its digests are verified. */
final class CheckpointReport {

  private CheckpointReport() {}

  static Report of(Path directory) {
    Report report = new Report(directory, "checkpoint");
    try {
      Checkpoint checkpoint = Checkpoint.open(directory);
      ObjectNode facts = report.facts();
      facts.put("step", checkpoint.step());
      facts.put("micro_step", checkpoint.microStep());
      facts.put("seed", checkpoint.seed());
      facts.put("digests", "verified");
      ObjectNode options = facts.putObject("options");
      checkpoint.identity().options().forEach(options::put);
      LoraReport.addFacts(
          LoraWeights.read(directory.resolve(LoraFile.NAME)), report, facts.putObject("lora"));
    } catch (TrainingFailure e) {
      report.problem(e.getMessage());
    }
    return report;
  }
}

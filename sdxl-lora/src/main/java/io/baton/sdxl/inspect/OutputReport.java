package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.baton.sdxl.checkpoint.Checkpoint;
import io.baton.sdxl.checkpoint.OutputDirectory;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;

/** What a run has written so far. */
final class OutputReport {

  private OutputReport() {}

  static NavigableMap<Long, Path> checkpoints(Path directory) {
    return OutputDirectory.checkpointsIn(directory);
  }

  static Report of(Path directory) {
    Report report = new Report(directory, "output directory");
    ArrayNode complete = report.facts().putArray("checkpoints");
    for (Map.Entry<Long, Path> entry : checkpoints(directory).entrySet()) {
      try {
        complete.add(Checkpoint.open(entry.getValue()).step());
      } catch (TrainingFailure e) {
        report.problem(e.getMessage());
      }
    }
    Path lora = directory.resolve(LoraFile.NAME);
    report.facts().put("finished", Files.exists(lora));
    if (Files.exists(lora)) {
      Report own = LoraReport.of(lora);
      report.facts().set("lora", own.facts());
      own.problems().forEach(report::problem);
    }
    return report;
  }
}

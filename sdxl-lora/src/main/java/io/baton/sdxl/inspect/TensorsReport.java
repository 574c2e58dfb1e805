package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** Any safetensors file. */
final class TensorsReport {

  private static final int SHOWN = 10;

  private TensorsReport() {}

  static Report of(Path path, SafetensorsFile file) {
    Report report = new Report(path, "safetensors file");
    TensorFacts counts = new TensorFacts();
    for (TensorInfo tensor : file.tensors().values()) {
      if (tensor.byteLength() <= Integer.MAX_VALUE) {
        counts.add(tensor.name(), tensor.type(), file.data(tensor.name()));
      } else {
        report.problem(
            "Tensor '%s' is larger than 2 GiB and was not read.".formatted(tensor.name()));
      }
    }
    counts.addTo(report.facts());
    ObjectNode largest = report.facts().putObject("largest_tensors");
    file.tensors().values().stream()
        .sorted(
            Comparator.comparing(TensorInfo::byteLength).reversed().thenComparing(TensorInfo::name))
        .limit(SHOWN)
        .forEach(tensor -> largest.put(tensor.name(), tensor.type() + " " + tensor.shape()));
    addMetadata(report.facts(), file.metadata());
    counts.judge(report, "It");
    return report;
  }

  static void addMetadata(ObjectNode facts, Map<String, String> metadata) {
    ObjectNode notes = facts.putObject("metadata");
    metadata.forEach(notes::put);
  }
}

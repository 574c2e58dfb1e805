package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.label.Labels;
import java.util.List;
import java.util.Optional;

/**
 * What a node can do.
 *
 * @param gpu the GPU's product name, 1 to 200 characters; absent: it trains on its CPU
 * @param gpuMemoryBytes memory of that GPU in bytes, at least 0; absent without a GPU
 * @param cachedBaseModels models that need no download, at most 1,000 entries; default none
 * @param labels what operators noted on the node; jobs may require them; default: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NodeCapabilities(
    Optional<String> gpu,
    Optional<Long> gpuMemoryBytes,
    List<BaseModel> cachedBaseModels,
    Labels labels) {
  public static final int MAX_CACHED_BASE_MODELS = 1000;

  public NodeCapabilities {
    gpu = Fields.orDefault(gpu, Optional.empty());
    gpu.ifPresent(name -> Fields.text("gpu", name, 200));
    gpuMemoryBytes = Fields.orDefault(gpuMemoryBytes, Optional.empty());
    gpuMemoryBytes.ifPresent(bytes -> Fields.inRange("gpuMemoryBytes", bytes, 0L, Long.MAX_VALUE));
    labels = Fields.orDefault(labels, Labels.NONE);
    cachedBaseModels = Fields.listOrEmpty(cachedBaseModels);
    Fields.inRange("cachedBaseModels", cachedBaseModels.size(), 0, MAX_CACHED_BASE_MODELS);
  }
}

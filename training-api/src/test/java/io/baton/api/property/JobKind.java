package io.baton.api.property;

import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.JobSpec;
import java.util.Optional;

/** Jobs that differ in what they ask of a node. */
enum JobKind {
  ANYWHERE("{}"),
  ANYWHERE_WITH_OTHER_MODEL("{\"baseModel\":\"other\"}"),
  ON_A_NAMED_GPU("{\"requirements\":{\"gpus\":[\"RTX 3060\",\"rtx 4090\"]}}"),
  WITH_MUCH_MEMORY(
      "{\"baseModel\":\"other\",\"requirements\":{\"minGpuMemoryBytes\":" + (20L << 30) + "}}"),
  WITH_A_LABEL("{\"requirements\":{\"nodeLabels\":{\"zone\":\"eu\"}}}"),
  WITH_ALL_OF_IT(
      "{\"requirements\":{\"gpus\":[\"RTX 4090\"],\"minGpuMemoryBytes\":1,"
          + "\"nodeLabels\":{\"zone\":\"eu\",\"disk\":\"fast\"}}}");

  private final String json;

  JobKind(String json) {
    this.json = json;
  }

  static JobSpec spec(DatasetId dataset, int choice) {
    JobSpec plain =
        TestApi.spec(
            dataset,
            choice % 3,
            new Budgets(2, 4, Optional.empty(), Optional.empty()),
            Optional.empty());
    return TestApi.with(plain, values()[choice % values().length].json);
  }
}

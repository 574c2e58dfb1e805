package io.baton.api.problem;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.finalizeDataset;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.image;
import static io.baton.api.platform.TestApi.manifest;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.upload;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestPlatform;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StorageDownTest extends PlatformTest {
  TestPlatform.StorageSwitch storage;

  @Test
  void what_needs_storage_says_that_it_is_down_changes_nothing_and_works_again_later() {
    DatasetId open = createDataset();
    upload(open, "a.png", image("png", 1));
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    CheckpointCommit commit = manifest(grant, 10, List.of());
    List<String> before = tables.everythingOf(grant.job().value());
    storage.off();
    try {
      for (var response : List.of(call(grant, "checkpoints", commit), finalizeDataset(open))) {
        Problem problem = read(response, 503, Problem.class);
        assertThat(problem.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(problem.retryable()).isTrue();
      }
      assertThat(tables.everythingOf(grant.job().value())).isEqualTo(before);
      assertThat(heartbeat(grant, 3).statusCode()).isEqualTo(200);
      assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
      assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(get("/q/health/group/serving").jsonPath().getList("checks.name"))
          .as("leases can be renewed, so load balancers must send requests on")
          .containsExactly("database");
      assertThat(get("/q/health/group/serving").statusCode()).isEqualTo(200);
    } finally {
      storage.on();
    }
    assertThat(read(call(grant, "checkpoints", commit), 200, Checkpoint.class).step())
        .isEqualTo(10);
    assertThat(read(finalizeDataset(open), 200, Dataset.class).images()).isEqualTo(1);
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
  }
}

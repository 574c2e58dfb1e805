package io.baton.api.sample;

import static io.baton.api.platform.TestApi.access;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What jobs go through whose images are drawn separately. */
final class SeparateDrawing {
  static final String LORA = "pytorch_lora_weights.safetensors";

  private SeparateDrawing() {}

  static JobSpec separate() {
    return with(
        spec(readyDataset()),
        "{\"training\":{\"instancePrompt\":\"a cat\",\"maxTrainSteps\":60,\"validation\":{"
            + "\"validationPrompt\":\"a sks cat\",\"numValidationImages\":1,\"seed\":7,"
            + "\"validationSteps\":20,\"where\":\"separate\"}}}");
  }

  /** Uploads a checkpoint with a LoRA and commits it. */
  static void checkpoint(Grant grant, int step) {
    StoredFile lora = store(grant, "checkpoint-" + step + "/files/lora", new byte[] {(byte) step});
    String json =
        "{\"version\":1,\"step\":%d,\"files\":[{\"path\":\"%s\",\"size\":1,\"sha256\":\"%s\",\"key\":\"%s\"}]}"
            .formatted(step, LORA, lora.sha256(), lora.key());
    StoredFile manifest =
        store(
            grant, "checkpoint-" + step + "/manifest.json", json.getBytes(StandardCharsets.UTF_8));
    CheckpointCommit commit =
        new CheckpointCommit(step, manifest, 1, Optional.empty(), Optional.empty());
    assertThat(call(grant, "checkpoints", commit).statusCode()).isEqualTo(200);
  }

  /** A node whose trainer draws images. */
  static Grant drawer() {
    WorkRequest request =
        new WorkRequest(
            new NodeId("drawer"),
            new PoolName("local"),
            "localhost",
            1,
            new NodeCapabilities(
                Optional.empty(), Optional.empty(), List.of(), NodeRequirements.SAMPLES_DRAWN),
            Optional.empty());
    return read(post("/v1/work", request), 200, Grant.class);
  }

  static Response draw(Grant grant, int content) {
    Response signed = access(grant, AccessMethod.PUT, grant.attemptPrefix() + "image-0.png");
    if (signed.statusCode() != 200) {
      return signed;
    }
    StoredFile image = store(grant, "image-0.png", new byte[] {(byte) content});
    return call(grant, "complete", new Completion(1, List.of(image)));
  }

  static List<Job> samplers(Job job) {
    return read(get("/v1/jobs?label=baton.samples-of=" + job.id()), 200, JobPage.class).jobs();
  }

  static List<EventType> told(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/events"), 200, JobEventPage.class).events().stream()
        .map(event -> event.type())
        .filter(type -> type == EventType.SAMPLES || type == EventType.SAMPLES_FAILED)
        .toList();
  }
}

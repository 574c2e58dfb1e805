package io.baton.api.checkpoint;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.checkpoint.LoraFormat;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CheckpointFilesTest extends PlatformTest {
  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void the_files_of_a_checkpoint_can_be_downloaded() {
    Job job = submit(spec(readyDataset()));
    commit(grantTo("node-a"), 10);
    CheckpointFiles files =
        read(get("/v1/jobs/" + job.id() + "/checkpoints/10"), 200, CheckpointFiles.class);
    assertThat(files.checkpoint().step()).isEqualTo(10);
    assertThat(files.files()).extracting(CheckpointFiles.CheckpointFile::path).containsExactly("w");
    HttpResponse<byte[]> downloaded = send(HttpRequest.newBuilder(files.files().get(0).url()));
    assertThat(downloaded.body()).containsExactly(10);
    assertThat(downloaded.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + job.id() + "-step-10-w\"");
  }

  @Test
  void what_a_nodes_manifest_names_outside_of_its_job_is_nobodys_to_read() {
    Job victim = submit(spec(readyDataset()));
    Grant victims = grantTo("node-a");
    StoredFile secret = store(victims, "secret", new byte[] {42});
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-b");
    String climbing = grant.attemptPrefix() + "../../../../" + secret.key();
    StoredFile own = store(grant, "own", new byte[] {1});
    assertThat(
            commit(grant, 10, List.of(secret.key(), climbing, "datasets/d/x", own.key()))
                .statusCode())
        .isEqualTo(200);
    CheckpointFiles files =
        read(get("/v1/jobs/" + job.id() + "/checkpoints/10"), 200, CheckpointFiles.class);
    assertThat(files.files())
        .singleElement()
        .satisfies(file -> assertThat(file.url().getPath()).endsWith(own.key()));
    assertThat(victim.id()).isNotEqualTo(job.id());
  }

  @Test
  void a_checkpoint_can_be_deleted_but_not_the_newest_of_a_live_job() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 10);
    commit(grant, 20);
    String path = "/v1/jobs/" + job.id() + "/checkpoints/";
    assertThat(read(given().delete(path + 20), 409, Problem.class).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(given().delete(path + 10).statusCode()).isEqualTo(204);
    assertThat(given().delete(path + 10).statusCode()).isEqualTo(404);
    assertThat(steps(job)).containsExactly(20);
    release(grant, 20);
    assertThat(given().delete(path + 20).statusCode()).isEqualTo(409);
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/")).allMatch(key -> key.contains("point-20/"));

    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    assertThat(given().delete(path + 20).statusCode()).isEqualTo(204);
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/")).isEmpty();
    assertThat(get(path + 20).statusCode()).isEqualTo(404);
  }

  @Test
  void a_lora_has_a_file_for_each_kind_of_program_and_can_be_deleted() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    String path = "/v1/jobs/" + job.id() + "/artifact";
    assertThat(given().delete(path).statusCode()).isEqualTo(409);
    StoredFile diffusers = store(grant, "pytorch_lora_weights.safetensors", new byte[] {1});
    StoredFile kohya = store(grant, "pytorch_lora_weights_kohya.safetensors", new byte[] {2});
    call(grant, "complete", new Completion(TestApi.STEPS, List.of(diffusers, kohya)));

    Artifact artifact = read(get(path), 200, Artifact.class);
    assertThat(artifact.files())
        .extracting(Artifact.ArtifactFile::format)
        .containsExactlyInAnyOrder(LoraFormat.DIFFUSERS, LoraFormat.KOHYA);
    assertThat(
            send(HttpRequest.newBuilder(artifact.files().get(0).url()))
                .headers()
                .firstValue("Content-Disposition")
                .orElseThrow())
        .contains(job.id() + "-pytorch_lora_weights");

    assertThat(given().delete(path).statusCode()).isEqualTo(204);
    assertThat(given().delete(path).statusCode()).isEqualTo(204);
    assertThat(read(get(path), 404, Problem.class).detail()).contains("was deleted");
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/")).isEmpty();
  }

  @Test
  void what_is_another_owners_does_not_exist() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 10);
    complete(grant);
    String mallory = TestKeys.user("mallory");
    String of = "/v1/jobs/" + job.id();
    for (String path :
        List.of("/checkpoints", "/checkpoints/10", "/artifact", "/metrics", "/logs", "/events")) {
      assertThat(TestKeys.as(mallory).get(of + path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(TestKeys.as(mallory).delete(of + "/checkpoints/10").statusCode()).isEqualTo(404);
    assertThat(TestKeys.as(mallory).delete(of + "/artifact").statusCode()).isEqualTo(404);
    assertThat(steps(job)).containsExactly(10);
  }

  private static List<Integer> steps(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/checkpoints"), 200, Checkpoint[].class))
        .stream()
        .map(Checkpoint::step)
        .toList();
  }
}

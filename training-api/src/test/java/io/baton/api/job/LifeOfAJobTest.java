package io.baton.api.job;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LifeOfAJobTest extends PlatformTest {

  @Test
  void a_job_that_changes_nodes_ends_with_an_artifact_to_download() {
    Job submitted = submit(spec(readyDataset()));
    assertThat(submitted.status()).isEqualTo(JobStatus.PENDING);
    assertThat(submitted.spec().training().orElseThrow().seed()).isPresent();

    Grant first = grantTo("node-a");
    assertThat(first.resumeFrom()).isEmpty();
    assertThat(first.spec().training().orElseThrow().seed())
        .isEqualTo(submitted.spec().training().orElseThrow().seed());
    assertThat(send(HttpRequest.newBuilder(first.dataset().get(0).url())).body())
        .isEqualTo(TestApi.image("png", 40));
    assertThat(read(heartbeat(first, 12), 200, HeartbeatAnswer.class).directive())
        .isEqualTo(Directive.CONTINUE);
    assertThat(commit(first, 10).statusCode()).isEqualTo(200);
    assertThat(release(first, 14).statusCode()).isEqualTo(204);

    Job interrupted = job(submitted);
    assertThat(interrupted.status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(interrupted.reason()).contains("Spot notice.");
    assertThat(interrupted.interruptions()).isEqualTo(1);
    assertThat(interrupted.lastCheckpointStep()).contains(10);

    Grant second = grantTo("node-b");
    assertThat(second.job()).isEqualTo(submitted.id());
    assertThat(second.attempt().number()).isEqualTo(2);
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(10);
    assertThat(complete(second).statusCode()).isEqualTo(204);

    Job completed = job(submitted);
    assertThat(completed.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(completed.progress().step()).isEqualTo(TestApi.STEPS);
    assertThat(completed.node()).isEmpty();
    Artifact artifact = read(get("/v1/jobs/" + submitted.id() + "/artifact"), 200, Artifact.class);
    assertThat(send(HttpRequest.newBuilder(artifact.files().get(0).url())).body())
        .containsExactly(1, 2, 3);

    List<AttemptRecord> attempts =
        List.of(read(get("/v1/jobs/" + submitted.id() + "/attempts"), 200, AttemptRecord[].class));
    assertThat(attempts)
        .extracting(a -> a.outcome().orElseThrow())
        .containsExactly(AttemptOutcome.DRAINED, AttemptOutcome.COMPLETED);
    assertThat(attempts.get(0).stepsLost()).isEqualTo(4);
    assertThat(attempts.get(1).resumedFromStep()).isEqualTo(10);
    assertThat(read(get("/v1/jobs/" + submitted.id() + "/checkpoints"), 200, Checkpoint[].class))
        .extracting(Checkpoint::step)
        .containsExactly(10);
    assertThat(
            read(get("/v1/jobs/" + submitted.id() + "/events"), 200, JobEventPage.class).events())
        .extracting(JobEvent::type)
        .extracting(Enum::name)
        .containsExactly(
            "SUBMITTED", "STARTED", "CHECKPOINT", "INTERRUPTED", "STARTED", "COMPLETED");
  }
}

package io.baton.api.job;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobListTest extends PlatformTest {

  @Test
  void pages_hold_every_job_once_newest_first_while_others_are_submitted() {
    DatasetId dataset = readyDataset();
    List<JobId> submitted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      submitted.add(0, submit(spec(dataset)).id());
    }
    List<JobId> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      JobPage page = page("limit=3" + cursor.map(c -> "&cursor=" + c).orElse(""));
      page.jobs().forEach(job -> listed.add(job.id()));
      cursor = page.nextCursor();
      submit(spec(dataset));
    } while (cursor.isPresent());
    assertThat(listed).isEqualTo(submitted);
  }

  @Test
  void a_status_can_be_asked_for() {
    DatasetId dataset = readyDataset();
    Job running = submit(spec(dataset));
    submit(spec(dataset));
    grantTo("node-a");
    assertThat(page("status=running").jobs()).extracting(Job::id).containsExactly(running.id());
    assertThat(page("status=completed").jobs()).isEmpty();
  }

  @Test
  void canceling_ends_a_job_once_and_its_node_is_told_to_stop() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    assertThat(read(cancel(job), 200, Job.class).status()).isEqualTo(JobStatus.CANCELED);
    List<String> before = tables.everythingOf(job.id().value());
    assertThat(read(cancel(job), 200, Job.class).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
    assertThat(read(heartbeat(grant, 1), 200, HeartbeatAnswer.class).directive())
        .isEqualTo(Directive.STOP);
    assertThat(job(job).node()).isEmpty();
  }

  @Test
  void there_is_no_artifact_before_completion() {
    Job job = submit(spec(readyDataset()));
    Problem problem = read(get("/v1/jobs/" + job.id() + "/artifact"), 409, Problem.class);
    assertThat(problem.detail()).contains("pending");
  }

  @Test
  void events_after_a_sequence_are_those_not_yet_known() {
    Job job = submit(spec(readyDataset()));
    long known = events(job, 0).get(0).sequence();
    assertThat(events(job, known)).isEmpty();
    grantTo("node-a");
    assertThat(events(job, known)).hasSize(1);
  }

  private static List<JobEvent> events(Job job, long after) {
    return read(get("/v1/jobs/" + job.id() + "/events?after=" + after), 200, JobEventPage.class)
        .events();
  }

  private static Response cancel(Job job) {
    return post("/v1/jobs/" + job.id() + "/cancel", "{}");
  }

  private static JobPage page(String query) {
    return read(get("/v1/jobs?" + query), 200, JobPage.class);
  }
}

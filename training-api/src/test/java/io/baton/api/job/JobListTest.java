package io.baton.api.job;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.Labels;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  void every_filter_chooses_its_jobs_and_all_of_them_count() {
    DatasetId cats = readyDataset();
    DatasetId dogs = readyDataset();
    Job first = submit(labelled(cats, Map.of("team", "red", "tier", "1")));
    clock.advance(Duration.ofHours(1));
    Job second = submit(labelled(dogs, Map.of("team", "blue", "tier", "1")));
    clock.advance(Duration.ofHours(1));
    Job third = submit(labelled(cats, Map.of("team", "red")));
    Job plain = submit(spec(dogs));
    read(cancel(third), 200, Job.class);
    grantTo("node-a");
    String noon = first.createdAt().plus(Duration.ofMinutes(30)).toString();
    String later = second.createdAt().toString();

    requireFound("", plain, third, second, first);
    requireFound("status=running,canceled", third, first);
    requireFound("status=running&status=canceled", third, first);
    requireFound("label=team", third, second, first);
    requireFound("label=team=red", third, first);
    requireFound("label=team=red&label=tier", first);
    requireFound("label=team=green");
    requireFound("label=team=red&status=canceled", third);
    requireFound("label=team&dataset=" + cats, third, first);
    requireFound("dataset=" + dogs, plain, second);
    requireFound("dataset=data-none");
    requireFound("node=node-a", first);
    requireFound("node=node-b");
    requireFound("owner=operator", plain, third, second, first);
    requireFound("owner=nobody");
    requireFound("createdAfter=" + noon, plain, third, second);
    requireFound("createdAfter=" + later, plain, third, second);
    requireFound("createdBefore=" + later, first);
    requireFound("createdAfter=" + noon + "&createdBefore=" + third.createdAt(), second);
    requireFound("label=tier&createdBefore=" + noon, first);
  }

  /** Pages of one hold the same jobs in the same order, and the counts add up to them. */
  private void requireFound(String query, Job... expected) {
    List<JobId> ids = Stream.of(expected).map(Job::id).toList();
    String hundred = query.isEmpty() ? "limit=100" : query + "&limit=100";
    String one = query.isEmpty() ? "limit=1" : query + "&limit=1";
    List<JobId> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      JobPage page = page(one + cursor.map(c -> "&cursor=" + c).orElse(""));
      page.jobs().forEach(job -> listed.add(job.id()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    assertThat(listed).as(query).isEqualTo(ids);
    assertThat(page(hundred).jobs()).as(query).extracting(Job::id).isEqualTo(ids);
    JobCounts counts =
        read(get("/v1/jobs/counts" + (query.isEmpty() ? "" : "?" + query)), 200, JobCounts.class);
    assertThat(counts.total()).as(query).isEqualTo(ids.size());
    assertThat(counts.canceled())
        .as(query)
        .isEqualTo(page(hundred).jobs().stream().filter(JobListTest::isCanceled).count());
  }

  private static boolean isCanceled(Job job) {
    return job.status() == JobStatus.CANCELED;
  }

  @Test
  void jobs_are_counted_by_status() {
    DatasetId dataset = readyDataset();
    for (int i = 0; i < 4; i++) {
      submit(spec(dataset));
    }
    grantTo("node-a");
    release(grantTo("node-b"), 0);
    assertThat(read(get("/v1/jobs/counts"), 200, JobCounts.class))
        .isEqualTo(new JobCounts(2, 1, 1, 0, 0, 0, 4));
  }

  @Test
  void labels_are_replaced_and_found_by_what_they_are_now() {
    Job job = submit(labelled(readyDataset(), Map.of("team", "red")));
    Response changed = put("/v1/jobs/" + job.id() + "/labels", "{\"stage\":\"two\"}");
    assertThat(read(changed, 200, Job.class).spec().labels())
        .isEqualTo(new Labels(Map.of("stage", "two")));
    assertThat(job(job).spec().labels().values()).containsOnlyKeys("stage");
    requireFound("label=stage=two", job);
    requireFound("label=team");
    read(put("/v1/jobs/" + job.id() + "/labels", "{}"), 200, Job.class);
    requireFound("label=stage");
    assertThat(tables.count("select count(*) from job_label")).isZero();
  }

  @Test
  void a_job_of_higher_priority_is_handed_out_first_once_it_has_it() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Job second = submit(spec(dataset));
    Response changed = put("/v1/jobs/" + second.id() + "/priority", "{\"priority\":7}");
    assertThat(read(changed, 200, Job.class).spec().priority()).isEqualTo(7);
    assertThat(grantTo("node-a").job()).isEqualTo(second.id());
    cancel(second);
    Response late = put("/v1/jobs/" + second.id() + "/priority", "{\"priority\":8}");
    assertThat(read(late, 409, Problem.class).detail()).contains("canceled", "no priority");
    Response wrong = put("/v1/jobs/" + second.id() + "/priority", "{\"priority\":1001}");
    assertThat(read(wrong, 422, Problem.class).detail()).contains("'priority' must be from -1000");
  }

  private static JobSpec labelled(DatasetId dataset, Map<String, String> labels) {
    return spec(dataset).withLabels(new Labels(labels));
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

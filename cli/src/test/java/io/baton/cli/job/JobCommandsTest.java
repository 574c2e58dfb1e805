package io.baton.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobCommandsTest {
  private static final Job JOB = SampleJob.training(20, 20).job();

  private final FakeApi api = new FakeApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void filters_reach_the_service() {
    api.answers("GET /v1/jobs", new JobPage(List.of(JOB), Optional.of("next+1")));

    CommandLineRun list =
        api.run("list", "--status", "running,interrupted", "-l", "team=red", "--owner", "ann");

    assertThat(list.out()).contains("job-1").contains("20/60").contains("--cursor next+1");
    assertThat(api.requests("GET /v1/jobs").get(0).query())
        .contains(
            "limit=20", "status=running", "status=interrupted", "label=team%3Dred", "owner=ann");
  }

  @Test
  void a_list_fits_the_terminal() {
    api.answers("GET /v1/jobs", new JobPage(List.of(JOB), Optional.empty()));

    assertThat(api.setting().terminal(58).run("list").out().lines())
        .hasSize(2)
        .allMatch(line -> line.length() <= 58)
        .anyMatch(line -> line.endsWith("…"));
    assertThat(api.run("list", "-q").out()).isEqualTo("job-1\n");
  }

  @Test
  void all_pages_are_one_list() {
    api.handles(
        "GET /v1/jobs",
        (exchange, body) -> {
          boolean first = !exchange.getRequestURI().getQuery().contains("cursor");
          FakeApi.send(
              exchange,
              200,
              new JobPage(List.of(JOB), first ? Optional.of("c") : Optional.empty()));
        });

    assertThat(api.run("list", "--all", "-q").out()).isEqualTo("job-1\njob-1\n");
  }

  @Test
  void a_job_is_shown_with_what_is_not_the_default() {
    api.answers("GET /v1/jobs", new JobPage(List.of(JOB), Optional.empty()))
        .answers("GET /v1/jobs/job-1", JOB)
        .answers("GET /v1/jobs/job-1/attempts", List.of())
        .answers("GET /v1/jobs/job-1/checkpoints", List.of())
        .answers("GET /v1/jobs/job-1/events", new JobEventPage(List.of(), Optional.empty()))
        .answers("GET /v1/jobs/job-1/webhook-deliveries", List.of());

    assertThat(api.run("show", "last").out())
        .contains("checkpointingSteps 10, resolution 128, trainBatchSize 1")
        .contains("a photo of sks cat")
        .contains("1 min 30 s of nodes, cost 0.05")
        .contains("baton watch job-1");
  }

  @Test
  void several_jobs_are_canceled_until_one_is_refused() {
    api.answers(
            "POST /v1/jobs/job-1/cancel",
            SampleJob.training(1, null).in(JobStatus.CANCELED, null).job())
        .refuses("POST /v1/jobs/job-2/cancel", ErrorCode.CONFLICT, "Job job-2 has completed.");

    CommandLineRun cancel = api.run("cancel", "job-1", "job-2", "job-3");

    assertThat(cancel.out())
        .isEqualTo("Job job-1 is canceled. It can go on with: baton retry job-1\n");
    assertThat(cancel.err()).isEqualTo("baton: Job job-2 has completed.\n");
    assertThat(cancel.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(api.requests("POST /v1/jobs/job-3/cancel")).isEmpty();
  }

  @Test
  void a_job_gets_so_many_steps_more() {
    api.answers("GET /v1/jobs/job-1", JOB).answers("POST /v1/jobs/job-1/extend", JOB);

    assertThat(api.run("extend", "job-1", "--steps", "+40").exitCode()).isZero();

    assertThat(
            api.requests("POST /v1/jobs/job-1/extend").get(0).json().path("maxTrainSteps").asInt())
        .isEqualTo(100);
  }

  @Test
  void a_job_goes_back_to_a_checkpoint_and_tells_which_ones_that_costs() {
    api.answers("GET /v1/jobs/job-1/checkpoints", kept(40, 30, 20))
        .answers("POST /v1/jobs/job-1/restart", JOB);

    assertThat(api.run("restart", "job-1", "--from-step", "20").out())
        .isEqualTo(
            "Job job-1 waits for a node again and goes on from step 20. Its checkpoints at steps"
                + " 30, 40 are deleted. Follow it with: baton watch job-1\n");
    assertThat(api.run("restart", "job-1", "--from-step", "latest").out())
        .isEqualTo(
            "Job job-1 waits for a node again and goes on from step 40. Follow it with: baton"
                + " watch job-1\n");
    assertThat(api.run("restart", "job-1", "--from-step", "30", "-q").out()).isEmpty();
    assertThat(api.run("restart", "job-1", "--from-step", "30", "--json").out())
        .contains("\"id\" : \"job-1\"");

    assertThat(api.requests("POST /v1/jobs/job-1/restart"))
        .extracting(request -> request.json().path("step").asInt())
        .containsExactly(20, 40, 30, 30);
  }

  @Test
  void a_restart_without_a_step_says_which_there_are() {
    api.answers("GET /v1/jobs/job-1/checkpoints", kept(40, 30))
        .answers("GET /v1/jobs/job-2/checkpoints", List.of())
        .refuses("POST /v1/jobs/job-1/restart", ErrorCode.CONFLICT, "Job job-1 is running.");

    CommandLineRun asked = api.run("restart", "job-1");

    assertThat(asked.err())
        .contains(
            "baton: From which step? Job job-1 keeps checkpoints at steps 30, 40. Say --from-step"
                + " STEP, or latest.");
    assertThat(asked.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(api.run("restart", "job-2", "--from-step", "latest").err())
        .contains("Job job-2 has no checkpoint to restart from");
    assertThat(api.run("restart", "job-1", "--from-step", "30").exitCode())
        .isEqualTo(ExitCode.REFUSED);
  }

  private static List<Checkpoint> kept(Integer... steps) {
    return Stream.of(steps)
        .map(
            step ->
                new Checkpoint(
                    step,
                    new Attempt(1),
                    "jobs/job-1/attempts/1/checkpoint-" + step + "/manifest.json",
                    "0".repeat(64),
                    1000,
                    Optional.empty(),
                    Instant.EPOCH))
        .toList();
  }

  @Test
  void each_kind_of_failure_has_its_exit_code_and_next_step() {
    api.refuses("GET /v1/jobs/a", ErrorCode.NOT_FOUND, "There is no job a.")
        .refuses("GET /v1/jobs/b", ErrorCode.UNAUTHENTICATED, "No key.")
        .refuses("GET /v1/jobs/c", ErrorCode.DATABASE_UNAVAILABLE, "The database is away.");

    assertThat(api.run("show", "a").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(api.run("show", "a").err()).contains("There is no job a.").contains("baton list");
    assertThat(api.run("show", "b").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(api.run("show", "b").err()).contains("baton login");
    assertThat(api.run("show", "c").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }
}

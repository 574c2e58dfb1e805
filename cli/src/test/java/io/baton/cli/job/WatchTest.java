package io.baton.cli.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.log.JobLog;
import io.baton.protocol.metric.JobMetrics;
import io.baton.protocol.problem.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Job RUNNING = SampleJob.training(20, 20).job();
  private static final Job COMPLETED =
      SampleJob.training(60, 60).in(JobStatus.COMPLETED, null).job();
  private static final Job FAILED = SampleJob.training(20, 20).in(JobStatus.FAILED, null).job();

  private final FakeApi api = new FakeApi();

  @AfterEach
  void close() {
    api.close();
  }

  private static JobEvent event(long sequence, EventType type) {
    return new JobEvent(
        sequence,
        new JobId("job-1"),
        type,
        SampleJob.CREATED,
        Optional.of(new Attempt(1)),
        Optional.empty(),
        Optional.of(20),
        "Event " + sequence + ".");
  }

  /**
   * The job runs until that latch is open, and is then as given. It is seen running in any case:
   * the first look finds out whether there is such a job, the second one is the follower's.
   */
  private void runsUntil(CountDownLatch told, Job ended) {
    AtomicInteger looks = new AtomicInteger();
    api.handles(
        "GET /v1/jobs/job-1",
        (exchange, body) -> {
          boolean seenRunning = looks.getAndIncrement() >= 2;
          FakeApi.send(exchange, 200, seenRunning && told.getCount() == 0 ? ended : RUNNING);
        });
    api.answers("GET /v1/jobs/job-1/metrics", new JobMetrics(Optional.empty(), List.of()));
  }

  private static void write(HttpExchange exchange, JobEvent event) throws IOException {
    String data = Json.mapper().writeValueAsString(event);
    exchange
        .getResponseBody()
        .write(("id: 9" + event.sequence() + "\nevent: x\ndata: " + data + "\n\n").getBytes(UTF_8));
    exchange.getResponseBody().flush();
  }

  private void history(JobEvent... events) {
    api.answers("GET /v1/jobs/job-1/events", new JobEventPage(List.of(events), Optional.empty()));
  }

  @Test
  void a_stream_that_breaks_is_gone_on_with_after_its_last_id() {
    CountDownLatch told = new CountDownLatch(1);
    AtomicInteger streams = new AtomicInteger();
    JobEvent started = event(1, EventType.STARTED);
    JobEvent checkpoint = event(2, EventType.CHECKPOINT);
    JobEvent completed = event(3, EventType.COMPLETED);
    runsUntil(told, COMPLETED);
    history(started, checkpoint, completed);
    api.handles(
        "GET /v1/events",
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          boolean first = streams.getAndIncrement() == 0;
          write(exchange, first ? started : checkpoint);
          if (!first) {
            told.countDown();
          }
        });

    CommandLineRun watch = api.run("watch", "job-1");

    assertThat(watch.err()).isEmpty();
    assertThat(watch.exitCode()).isZero();
    assertThat(watch.out()).containsOnlyOnce("Event 1.").containsOnlyOnce("Event 2.");
    assertThat(watch.out()).containsSubsequence("Event 1.", "Event 2.", "Event 3.", "Completed");
    assertThat(api.requests("GET /v1/events"))
        .extracting(FakeApi.Request::query)
        .startsWith("&job=job-1&after=0", "&job=job-1&after=91");
  }

  @Test
  void without_a_stream_events_are_asked_for() {
    CountDownLatch told = new CountDownLatch(1);
    runsUntil(told, FAILED);
    api.refuses("GET /v1/events", ErrorCode.OVERLOADED, "Too many streams.");
    api.handles(
        "GET /v1/jobs/job-1/events",
        (exchange, body) -> {
          told.countDown();
          boolean first = exchange.getRequestURI().getQuery().equals("after=0");
          FakeApi.send(
              exchange,
              200,
              new JobEventPage(
                  first ? List.of(event(1, EventType.STARTED)) : List.of(), Optional.empty()));
        });

    CommandLineRun watch = api.run("watch", "job-1");

    assertThat(watch.out()).containsOnlyOnce("Event 1.");
    assertThat(watch.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(watch.err()).contains("Job job-1 failed").contains("baton logs job-1");
  }

  @Test
  void on_a_terminal_the_live_lines_are_drawn_in_place_and_taken_away() {
    CountDownLatch told = new CountDownLatch(1);
    runsUntil(told, COMPLETED);
    history();
    api.handles(
        "GET /v1/events",
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, event(1, EventType.STARTED));
          told.countDown();
        });

    CommandLineRun watch = api.setting().terminal(80).run("watch", "job-1");

    assertThat(watch.out()).contains("20/60").contains("training on local-1");
    assertThat(watch.out()).contains("\r\033[2A\033[J");
    String after = watch.out().substring(watch.out().lastIndexOf("\033[J"));
    assertThat(after).contains("Completed").doesNotContain("step");
  }

  @Test
  void the_events_of_a_job_are_lines_of_json_for_programs() {
    history(event(1, EventType.STARTED), event(2, EventType.CHECKPOINT));

    assertThat(api.run("events", "job-1", "--json").out()).hasLineCount(2).startsWith("{\"seq");
    assertThat(api.run("events", "job-1", "-q", "--type", "checkpoint").out())
        .isEqualTo("job.checkpoint\n");
    assertThat(api.run("events", "job-1", "--type", "nothing").err())
        .contains("must be of job.submitted");
  }

  @Test
  void a_log_is_followed_over_attempts_without_a_line_twice() {
    List<JobLog> logs = new ArrayList<>();
    logs.add(log(1, "one"));
    logs.add(log(1, "one", "two"));
    logs.add(log(2, "again"));
    AtomicInteger looks = new AtomicInteger();
    api.handles(
        "GET /v1/jobs/job-1",
        (exchange, body) -> FakeApi.send(exchange, 200, looks.get() < 2 ? RUNNING : COMPLETED));
    api.handles(
        "GET /v1/jobs/job-1/logs",
        (exchange, body) -> FakeApi.send(exchange, 200, logs.get(looks.getAndIncrement())));

    CommandLineRun run = api.run("logs", "-f", "job-1", "-q");

    assertThat(run.out()).isEqualTo("one\ntwo\nagain\n");
  }

  private static JobLog log(int attempt, String... lines) {
    List<JobLog.Line> numbered = new ArrayList<>();
    for (String line : lines) {
      numbered.add(new JobLog.Line(numbered.size(), line));
    }
    return new JobLog(Optional.of(new Attempt(attempt)), numbered);
  }
}

package io.baton.api.job;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.lease.LeaseLapse;
import io.baton.api.platform.CommittedFile;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tries every transition from every status on the running service, and draws the table. */
@QuarkusTest
class TransitionTest extends PlatformTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int CHECKPOINT = 50;

  @Inject LeaseLapse lapse;

  @ParameterizedTest
  @EnumSource(Transition.class)
  void the_service_does_what_the_table_says(Transition transition) {
    Set<JobStatus> tried = EnumSet.noneOf(JobStatus.class);
    for (JobStatus from : JobStatus.values()) {
      startAnew();
      Reached start = reach(from);
      assertThat(job(start.job()).status()).isEqualTo(from);
      List<String> before = tables.everythingOf(start.job().id().value());

      attempt(transition, start);

      JobStatus after = job(start.job()).status();
      if (transition.allowedFrom(from)) {
        assertThat(after).as("%s from %s", transition, from).isEqualTo(transition.target());
        assertThat(tables.everythingOf(start.job().id().value())).isNotEqualTo(before);
      } else if (transition == Transition.EXTEND && !from.ended()) {
        assertThat(after).as("a job that has not ended is extended where it is").isEqualTo(from);
      } else {
        assertThat(tables.everythingOf(start.job().id().value()))
            .as("%s from %s", transition, from)
            .isEqualTo(before);
      }
      tried.add(from);
    }
    assertThat(tried).isEqualTo(EnumSet.allOf(JobStatus.class));
  }

  private static Reached reach(JobStatus status) {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, CHECKPOINT);
    switch (status) {
      case RUNNING -> {}
      case INTERRUPTED -> release(grant, CHECKPOINT);
      case COMPLETED -> complete(grant);
      case FAILED -> fail(grant, FailureClass.BAD_INPUT);
      case CANCELED -> post("/v1/jobs/" + job.id() + "/cancel", "{}");
      case PENDING -> {
        post("/v1/jobs/" + job.id() + "/cancel", "{}");
        post("/v1/jobs/" + job.id() + "/retry", "{}");
      }
    }
    return new Reached(job, Optional.of(grant));
  }

  private void attempt(Transition transition, Reached start) {
    switch (transition) {
      case CLAIM -> {
        clock.advance(LEASE.plusMillis(1));
        claim("node-b");
      }
      case LAPSE -> {
        clock.advance(LEASE.plusMillis(1));
        lapse.interruptAll();
      }
      case RELEASE -> start.grant().ifPresent(grant -> release(grant, 0));
      case RETRY -> start.grant().ifPresent(grant -> fail(grant, FailureClass.TRAINER_CRASH));
      case GIVE_UP -> start.grant().ifPresent(grant -> fail(grant, FailureClass.BAD_INPUT));
      case COMPLETE -> start.grant().ifPresent(TransitionTest::completeWithoutUpload);
      case CANCEL -> post("/v1/jobs/" + start.job().id() + "/cancel", "{}");
      case RETRY_BY_OWNER -> post("/v1/jobs/" + start.job().id() + "/retry", "{}");
      case EXTEND -> post("/v1/jobs/" + start.job().id() + "/extend", "{\"maxTrainSteps\":100}");
      case RESTART -> post("/v1/jobs/" + start.job().id() + "/restart", new JobRestart(CHECKPOINT));
    }
  }

  /** A stale attempt gets no address to upload to; then it says it is done without. */
  private static void completeWithoutUpload(Grant grant) {
    try {
      complete(grant);
    } catch (AssertionError refusedUpload) {
      assertThat(refusedUpload).hasMessageContaining("lease-lost");
    }
  }

  @Test
  void every_status_is_reached_and_left_an_ended_one_by_its_owner_only() {
    Set<JobStatus> reached = EnumSet.of(Transition.FIRST);
    Set<JobStatus> left = EnumSet.noneOf(JobStatus.class);
    for (Transition transition : Transition.values()) {
      reached.add(transition.target());
      left.addAll(transition.sources());
    }
    assertThat(reached).isEqualTo(EnumSet.allOf(JobStatus.class));
    assertThat(left).isEqualTo(EnumSet.allOf(JobStatus.class));
    Set<Transition> owners =
        EnumSet.of(Transition.RETRY_BY_OWNER, Transition.EXTEND, Transition.RESTART);
    for (Transition transition : Transition.values()) {
      assertThat(transition.sources().stream().anyMatch(JobStatus::ended))
          .as(transition.name())
          .isEqualTo(owners.contains(transition));
    }
  }

  @Test
  void the_diagram_in_the_documentation_is_this_table() {
    CommittedFile.of("docs/job-states.md").requireEqual(document());
  }

  private static String document() {
    List<String> lines = new ArrayList<>();
    lines.add("# The states of a job");
    lines.add("");
    lines.add(
        "Drawn by a test from the table that the service goes by (`Transition`). A job is *stalled* while it is");
    lines.add(
        "running and its lease has lapsed: the next node may claim it before anybody else notices.");
    lines.add("");
    lines.add("```mermaid");
    lines.add("stateDiagram-v2");
    lines.add("    [*] --> " + Transition.FIRST.wireName() + " : submit");
    for (Transition transition : Transition.values()) {
      for (JobStatus source : transition.sources()) {
        lines.add(
            "    "
                + source.wireName()
                + " --> "
                + transition.target().wireName()
                + " : "
                + name(transition));
      }
    }
    for (JobStatus status : JobStatus.values()) {
      if (status.ended()) {
        lines.add("    " + status.wireName() + " --> [*]");
      }
    }
    lines.add("```");
    lines.add("");
    lines.add("| transition | from | to | when |");
    lines.add("| --- | --- | --- | --- |");
    for (Transition transition : Transition.values()) {
      lines.add(
          "| "
              + name(transition)
              + " | "
              + String.join(", ", transition.sources().stream().map(JobStatus::wireName).toList())
              + " | "
              + transition.target().wireName()
              + " | "
              + transition.meaning()
              + " |");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String name(Transition transition) {
    return transition.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private record Reached(Job job, Optional<Grant> grant) {}
}

package io.baton.api.dashboard.job;

import io.baton.api.artifact.ArtifactResource;
import io.baton.api.checkpoint.CheckpointResource;
import io.baton.api.dashboard.timeline.TimelineDrawing;
import io.baton.api.event.EventHistoryResource;
import io.baton.api.job.JobResource;
import io.baton.api.problem.ProblemException;
import io.baton.api.sample.SampleResource;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the REST resources for what the page of a job shows. */
@ApplicationScoped
public class JobViews {
  private static final String MOST_EVENTS = "1000";
  private static final String MOST_SAMPLES = "100";
  private static final String ONE = "1";
  private static final String NONE = "0";

  private final JobResource jobs;
  private final EventHistoryResource events;
  private final CheckpointResource checkpoints;
  private final ArtifactResource artifacts;
  private final SampleResource samples;
  private final DatabaseClock clock;

  JobViews(
      JobResource jobs,
      EventHistoryResource events,
      CheckpointResource checkpoints,
      ArtifactResource artifacts,
      SampleResource samples,
      DatabaseClock clock) {
    this.jobs = jobs;
    this.events = events;
    this.checkpoints = checkpoints;
    this.artifacts = artifacts;
    this.samples = samples;
    this.clock = clock;
  }

  StateView state(JobId id) {
    return new StateView(jobs.job(id), clock.now());
  }

  HistoryView history(JobId id, Optional<Actions.Refusal> refusal) {
    StateView state = state(id);
    Job job = state.job();
    List<AttemptRecord> attempts = jobs.attempts(id);
    List<JobEvent> happened = happened(id);
    return new HistoryView(
        state,
        attempts,
        TimelineDrawing.draw(attempts, jobs.heartbeats(id), happened, state.now()),
        CheckpointList.of(job, checkpoints.list(id)),
        EventList.of(happened),
        DeliveryList.of(jobs.webhookDeliveries(id)),
        Expense.of(job, attempts),
        new Actions(job, job.status() == JobStatus.COMPLETED ? files(id) : List.of(), refusal),
        samples.list(id, NONE, ONE).total());
  }

  private List<ArtifactFile> files(JobId id) {
    try {
      return artifacts.artifact(id).files();
    } catch (ProblemException deleted) {
      // Its owner can delete it; the page is about the job all the same.
      return List.of();
    }
  }

  SamplesView samples(JobId id) {
    return SamplesView.of(jobs.job(id), samples.list(id, NONE, MOST_SAMPLES), clock.now());
  }

  private List<JobEvent> happened(JobId id) {
    List<JobEvent> all = new ArrayList<>();
    Optional<Long> next = Optional.of(0L);
    while (next.isPresent()) {
      JobEventPage page = events.events(id, Long.toString(next.get()), MOST_EVENTS);
      all.addAll(page.events());
      next = page.next();
    }
    return all;
  }
}

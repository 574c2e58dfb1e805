package io.baton.api.dashboard.job;

import io.baton.api.access.Roles;
import io.baton.api.artifact.ArtifactResource;
import io.baton.api.checkpoint.CheckpointResource;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dashboard.timeline.TimelineDrawing;
import io.baton.api.event.EventHistoryResource;
import io.baton.api.job.JobChangeResource;
import io.baton.api.job.JobResource;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One job: how it comes on, what happened to it, and what can be done with it now. */
@Path("/ui/jobs/{job}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobPage {
  private static final String MOST_EVENTS = "1000";

  private final JobResource jobs;
  private final JobChangeResource changes;
  private final EventHistoryResource events;
  private final CheckpointResource checkpoints;
  private final ArtifactResource artifacts;
  private final PageFrames frames;
  private final DatabaseClock clock;

  JobPage(
      JobResource jobs,
      JobChangeResource changes,
      EventHistoryResource events,
      CheckpointResource checkpoints,
      ArtifactResource artifacts,
      PageFrames frames,
      DatabaseClock clock) {
    this.jobs = jobs;
    this.changes = changes;
    this.events = events;
    this.checkpoints = checkpoints;
    this.artifacts = artifacts;
    this.frames = frames;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance job(PageFrame frame, JobView view);

    static native TemplateInstance job$state(JobView view);

    static native TemplateInstance job$history(JobView view);
  }

  /** The page, or the part of it that a script brings up to date. */
  @GET
  public TemplateInstance show(
      @PathParam("job") JobId id, @HeaderParam("HX-Target") String part, UriInfo address) {
    JobView view = view(id, address.getBaseUri());
    if ("state".equals(part)) {
      return Templates.job$state(view);
    }
    return "history".equals(part)
        ? Templates.job$history(view)
        : Templates.job(frames.of(Section.JOBS, view.job().spec().name()), view);
  }

  private JobView view(JobId id, URI service) {
    Job job = jobs.job(id);
    List<AttemptRecord> attempts = jobs.attempts(id);
    List<JobEvent> history = history(id);
    Instant now = clock.now();
    return new JobView(
        job,
        attempts,
        history,
        checkpoints.list(id),
        jobs.webhookDeliveries(id),
        job.status() == JobStatus.COMPLETED ? artifacts.artifact(id).files() : List.of(),
        TimelineDrawing.draw(attempts, history, now),
        Expense.of(job, attempts),
        SpecDifferences.ofDefaults(job.spec()),
        SpecDifferences.options(job.spec()),
        Resubmission.curl(service, job.spec()),
        now);
  }

  private List<JobEvent> history(JobId id) {
    List<JobEvent> all = new ArrayList<>();
    Optional<Long> next = Optional.of(0L);
    while (next.isPresent()) {
      JobEventPage page = events.events(id, Long.toString(next.get()), MOST_EVENTS);
      all.addAll(page.events());
      next = page.next();
    }
    return all;
  }

  @POST
  @Path("/cancel")
  public Response cancel(@PathParam("job") JobId id) {
    changes.cancel(id);
    return back(id);
  }

  @POST
  @Path("/retry")
  public Response retry(@PathParam("job") JobId id) {
    changes.retry(id);
    return back(id);
  }

  @POST
  @Path("/extend")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response extend(@PathParam("job") JobId id, @FormParam("steps") Integer steps) {
    changes.extend(id, new JobExtension(steps));
    return back(id);
  }

  private static Response back(JobId id) {
    return Response.seeOther(URI.create("/ui/jobs/" + id)).build();
  }
}

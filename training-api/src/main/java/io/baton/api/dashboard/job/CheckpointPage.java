package io.baton.api.dashboard.job;

import io.baton.api.access.Roles;
import io.baton.api.checkpoint.CheckpointResource;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.protocol.job.JobId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The files of a checkpoint, to download. */
@Path("/ui/jobs/{job}/checkpoints/{step}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class CheckpointPage {
  private final CheckpointResource checkpoints;
  private final PageFrames frames;

  CheckpointPage(CheckpointResource checkpoints, PageFrames frames) {
    this.checkpoints = checkpoints;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/job")
  static class Templates {
    static native TemplateInstance checkpoint(PageFrame frame, CheckpointView view);
  }

  @GET
  public TemplateInstance show(@PathParam("job") JobId job, @PathParam("step") String step) {
    CheckpointView view = new CheckpointView(job, checkpoints.files(job, step));
    return Templates.checkpoint(frames.of(Section.JOBS, view.title()), view);
  }
}

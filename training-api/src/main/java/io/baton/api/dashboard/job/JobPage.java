package io.baton.api.dashboard.job;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.protocol.job.JobId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** One job: how it comes on, what happened to it, and what can be done with it now. */
@Path("/ui/jobs/{job}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobPage {
  /** To htmx: do not ask again. */
  private static final int STOP_POLLING = 286;

  private final JobViews views;
  private final PageFrames frames;

  JobPage(JobViews views, PageFrames frames) {
    this.views = views;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/job")
  static class Templates {
    static native TemplateInstance page(
        PageFrame frame, HistoryView view, SamplesView samples, SpecView spec);

    static native TemplateInstance samples(SamplesView samples);

    static native TemplateInstance state(StateView state);

    static native TemplateInstance live(HistoryView view);
  }

  /** The page, or a part of it that a script brings up to date. */
  @GET
  public Response show(
      @PathParam("job") JobId id, @HeaderParam("HX-Target") String part, UriInfo address) {
    if ("state".equals(part)) {
      StateView state = views.state(id);
      return Response.status(state.live() ? Response.Status.OK.getStatusCode() : STOP_POLLING)
          .entity(Templates.state(state).render())
          .build();
    }
    if ("history".equals(part)) {
      return Response.ok(Templates.live(views.history(id, Optional.empty())).render()).build();
    }
    if ("samples".equals(part) || "undrawn".equals(part)) {
      return Response.ok(Templates.samples(views.samples(id)).render()).build();
    }
    return Response.ok(page(id, Optional.empty(), address.getBaseUri())).build();
  }

  /** The page, with what could not be done. */
  String page(JobId id, Optional<Actions.Refusal> refusal, URI service) {
    HistoryView view = views.history(id, refusal);
    return Templates.page(
            frames.of(Section.JOBS, view.job().spec().name()),
            view,
            views.samples(id),
            SpecView.of(view.job(), service))
        .render();
  }
}

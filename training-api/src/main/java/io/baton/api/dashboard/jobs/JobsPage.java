package io.baton.api.dashboard.jobs;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dashboard.text.Figures;
import io.baton.api.job.JobChangeResource;
import io.baton.api.job.JobResource;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;

/** The list of jobs, and what is done to several of them. */
@Path("/ui/jobs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobsPage {
  private static final String PAGE = "50";

  private final JobResource jobs;
  private final JobChangeResource changes;
  private final PageFrames frames;

  JobsPage(JobResource jobs, JobChangeResource changes, PageFrames frames) {
    this.jobs = jobs;
    this.changes = changes;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance jobs(PageFrame frame, JobsView view);

    static native TemplateInstance jobs$list(JobsView view);
  }

  /**
   * The page, or its list alone for a script that brings it up to date.
   *
   * @param done how many jobs the reader just changed
   * @param refused how many jobs could not be changed
   */
  @GET
  public TemplateInstance list(
      UriInfo address,
      @QueryParam("cursor") String cursor,
      @QueryParam("done") Integer done,
      @QueryParam("refused") Integer refused,
      @HeaderParam("HX-Request") boolean part) {
    JobChoice choice = JobChoice.of(address.getQueryParameters());
    JobPage page = jobs.list(choice.parameters(), cursor, PAGE);
    JobCounts counts = jobs.counts(choice.withoutStatus());
    JobsView view =
        new JobsView(
            choice,
            StatusCount.of(counts, choice),
            Figures.count(counts.total()),
            page.jobs().stream().map(JobRow::new).toList(),
            page.nextCursor().map(choice::after),
            notice(done, refused));
    return part ? Templates.jobs$list(view) : Templates.jobs(frames.of(Section.JOBS, "Jobs"), view);
  }

  private static Optional<String> notice(Integer done, Integer refused) {
    if (done == null || refused == null) {
      return Optional.empty();
    }
    return Optional.of(
        refused == 0
            ? "Done for " + done + " jobs."
            : "Done for "
                + done
                + " jobs; "
                + refused
                + " are in a status that does not allow it.");
  }

  /** Does the same to each of the chosen jobs; those that do not allow it stay as they are. */
  @POST
  @Path("/selected")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @FormParam("job") List<String> chosen,
      @FormParam("action") String name,
      @FormParam("label") String label,
      @FormParam("back") String back) {
    BulkAction action = BulkAction.named(name);
    int done = 0;
    int refused = 0;
    for (String id : chosen) {
      try {
        action.apply(jobs, changes, new JobId(id), Optional.ofNullable(label).orElse(""));
        done++;
      } catch (ProblemException notAllowed) {
        refused++;
      }
    }
    boolean list = back != null && back.matches("/ui/jobs(\\?[^#\\s]*)?");
    UriBuilder address = UriBuilder.fromUri(list ? back : "/ui/jobs");
    return Response.seeOther(
            address.replaceQueryParam("done", done).replaceQueryParam("refused", refused).build())
        .build();
  }
}

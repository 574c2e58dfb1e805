package io.baton.api.dashboard.jobs;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dashboard.text.Figures;
import io.baton.api.job.JobChangeResource;
import io.baton.api.job.JobResource;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.problem.Fault;
import io.netty.handler.codec.http.QueryStringDecoder;
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
import java.util.regex.Pattern;

/** The list of jobs, and what is done to several of them. */
@Path("/ui/jobs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobsPage {
  private static final String PAGE = "50";
  private static final Pattern LIST = Pattern.compile("/ui/jobs(\\?[^#\\s]*)?");

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
   * @param did what the reader just did to several jobs
   * @param done how many jobs that changed
   * @param refused how many jobs could not be changed
   */
  @GET
  public TemplateInstance list(
      UriInfo address,
      @QueryParam("cursor") String cursor,
      @QueryParam("did") String did,
      @QueryParam("done") Integer done,
      @QueryParam("refused") Integer refused,
      @HeaderParam("HX-Request") boolean part) {
    JobChoice choice = JobChoice.of(address.getQueryParameters());
    JobsView view = view(choice, cursor, BulkOutcome.told(did, done, refused));
    return part ? Templates.jobs$list(view) : page(view);
  }

  private TemplateInstance page(JobsView view) {
    return Templates.jobs(frames.of(Section.JOBS, "Jobs"), view);
  }

  private JobsView view(JobChoice choice, String cursor, BulkOutcome outcome) {
    JobPage page = jobs.list(choice.parameters(), cursor, PAGE);
    JobCounts counts = jobs.counts(choice.withoutStatus());
    return new JobsView(
        choice,
        cursor == null ? choice.address() : choice.after(cursor),
        cursor != null,
        StatusCount.of(counts, choice),
        Figures.count(counts.total()),
        page.jobs().stream().map(JobRow::new).toList(),
        page.nextCursor().map(choice::after),
        outcome);
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
    String given = Optional.ofNullable(label).orElse("");
    String list = back != null && LIST.matcher(back).matches() ? back : "/ui/jobs";
    if (chosen.isEmpty()) {
      return refused(list, BulkOutcome.problem("Select one or more jobs first.", chosen, given));
    }
    try {
      action.check(given);
    } catch (InvalidFieldException wrong) {
      return refused(
          list, BulkOutcome.problem("The label " + wrong.requirement() + ".", chosen, given));
    }
    int done = 0;
    int refused = 0;
    for (String id : chosen) {
      try {
        action.apply(jobs, changes, new JobId(id), given);
        done++;
      } catch (ProblemException notAllowed) {
        if (notAllowed.problem().fault() == Fault.SERVICE) {
          throw notAllowed;
        }
        refused++;
      }
    }
    return Response.seeOther(
            UriBuilder.fromUri(list)
                .replaceQueryParam("did", action.wireName())
                .replaceQueryParam("done", done)
                .replaceQueryParam("refused", refused)
                .build())
        .build();
  }

  /** The list again, with what was chosen and typed. */
  private Response refused(String list, BulkOutcome outcome) {
    JobChoice choice = JobChoice.of(new QueryStringDecoder(list).parameters());
    return Response.status(Response.Status.BAD_REQUEST)
        .entity(page(view(choice, null, outcome)))
        .build();
  }
}

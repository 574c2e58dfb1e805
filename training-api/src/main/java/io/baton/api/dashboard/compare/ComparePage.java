package io.baton.api.dashboard.compare;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.dashboard.job.SpecDifferences;
import io.baton.api.job.JobResource;
import io.baton.api.metric.MetricResource;
import io.baton.api.problem.ProblemException;
import io.baton.api.sample.SampleResource;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Several jobs beside each other. */
@Path("/ui/compare")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class ComparePage {
  /** What htmx takes as: do not ask again. */
  private static final int STOP_POLLING = 286;

  private static final String FEWEST_POINTS = "4";
  private static final String FEWEST_SETS = "1";
  private static final String MOST_SETS = "200";

  private final JobResource jobs;
  private final MetricResource metrics;
  private final SampleResource samples;
  private final JobFinder finder;
  private final PageFrames frames;

  ComparePage(
      JobResource jobs,
      MetricResource metrics,
      SampleResource samples,
      JobFinder finder,
      PageFrames frames) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.samples = samples;
    this.finder = finder;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance compare(PageFrame frame, CompareView view);

    static native TemplateInstance compare$results(CompareView view);

    static native TemplateInstance compare$found(CompareView view);

    static native TemplateInstance compare$samples(CompareView view);
  }

  /** The page, or the part of it that a script brings up to date. */
  @GET
  public Response show(UriInfo address, @HeaderParam("HX-Target") String part) {
    MultivaluedMap<String, String> parameters = address.getQueryParameters();
    Comparison comparison = Comparison.of(parameters);
    if ("found".equals(part)) {
      return Response.ok(Templates.compare$found(view(comparison, FEWEST_SETS))).build();
    }
    if ("samples".equals(part)) {
      return Response.ok(Templates.compare$samples(view(comparison, MOST_SETS))).build();
    }
    if ("results".equals(part)) {
      CompareView view = view(comparison, FEWEST_SETS);
      return Response.status(view.live() ? view.status() : STOP_POLLING)
          .entity(Templates.compare$results(view))
          .build();
    }
    if (parameters.containsKey("without") || anyEmpty(parameters)) {
      return Response.seeOther(URI.create(comparison.address())).build();
    }
    CompareView view = view(comparison, MOST_SETS);
    return Response.status(view.status())
        .entity(Templates.compare(frames.of(Section.COMPARE, "Compare"), view))
        .build();
  }

  /** Forms send what was not filled in, too; addresses that people pass on are tidy. */
  private static boolean anyEmpty(MultivaluedMap<String, String> parameters) {
    return parameters.values().stream()
        .anyMatch(values -> values.stream().anyMatch(String::isBlank));
  }

  /**
   * Looks everything up.
   *
   * @param mostSets of sample images of each job
   */
  private CompareView view(Comparison comparison, String mostSets) {
    List<ComparedJob> compared = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (String text : comparison.jobs()) {
      if (compared.size() == Comparison.MOST) {
        refusals.add(Refusal.tooMany(comparison, text));
        continue;
      }
      try {
        compared.add(compared(compared.size(), jobs.job(new JobId(text)), mostSets));
      } catch (InvalidFieldException noId) {
        refusals.add(Refusal.noId(comparison, text, noId.requirement()));
      } catch (ProblemException problem) {
        if (problem.problem().code() != ErrorCode.NOT_FOUND) {
          throw problem;
        }
        refusals.add(Refusal.unknown(comparison, text));
      }
    }
    return new CompareView(
        comparison,
        compared,
        refusals,
        ComparedRow.results(compared),
        ComparedRow.options(
            compared.stream().map(each -> SpecDifferences.options(each.job().spec())).toList()),
        SampleStep.of(compared, comparison.sampleStep()),
        comparison.hasRoom() ? finder.find(comparison.find(), comparison.jobs()) : List.of());
  }

  private ComparedJob compared(int place, Job job, String mostSets) {
    JobId id = job.id();
    return new ComparedJob(
        place,
        job,
        jobs.attempts(id),
        metrics.metrics(id, List.of(), "0", FEWEST_POINTS),
        samples.list(id, "0", mostSets));
  }
}

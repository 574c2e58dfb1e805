package io.baton.api.metric;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.metric.JobMetrics;
import io.baton.protocol.metric.MetricBatch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What users see of a job's measurements. */
@Path("/v1/jobs/{job}/metrics")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Metrics and logs")
public class MetricResource {
  private static final int MAX_POINTS = 10_000;

  private final Metrics metrics;
  private final CurrentCaller caller;

  MetricResource(Metrics metrics, CurrentCaller caller) {
    this.metrics = metrics;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "Get what was measured while the job trained")
  public JobMetrics metrics(
      @PathParam("job") JobId job,
      @Parameter(
              description =
                  "Only the series of this name, such as loss; may be repeated, at most 64 entries;"
                      + " absent: all series")
          @QueryParam("name")
          List<String> names,
      @Parameter(description = "Only points after this step, at least 0; default 0")
          @QueryParam("sinceStep")
          @DefaultValue("0")
          String sinceStep,
      @Parameter(description = "Most points of a series, 4 to 10,000; default 1000")
          @QueryParam("maxPoints")
          @DefaultValue("1000")
          String maxPoints) {
    if (names.size() > MetricBatch.MAX_SERIES) {
      throw new InvalidFieldException(
          "name", "must be given at most " + MetricBatch.MAX_SERIES + " times");
    }
    return metrics.of(
        caller.get().scope(),
        job,
        Set.copyOf(names),
        (int) QueryParameters.wholeNumber("sinceStep", sinceStep, 0, Integer.MAX_VALUE),
        (int) QueryParameters.wholeNumber("maxPoints", maxPoints, DownSampling.FEWEST, MAX_POINTS));
  }
}

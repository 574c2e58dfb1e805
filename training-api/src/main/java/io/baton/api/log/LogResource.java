package io.baton.api.log;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.log.JobLog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What users see of what trainers print. */
@Path("/v1/jobs/{job}/logs")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Metrics and logs")
public class LogResource {
  private static final String ATTEMPT =
      "Whose log, at least 1; absent: that of the newest attempt that has printed something";
  private static final String TAIL = "Most lines, the last ones, 1 to 10,000; default 1000";
  private static final int MAX_LINES = 10_000;

  private final Logs logs;
  private final CurrentCaller caller;

  LogResource(Logs logs, CurrentCaller caller) {
    this.logs = logs;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Get the end of what the trainer printed")
  public JobLog json(
      @PathParam("job") JobId job,
      @Parameter(description = ATTEMPT) @QueryParam("attempt") String attempt,
      @Parameter(description = TAIL) @QueryParam("tail") @DefaultValue("1000") String tail) {
    return log(job, attempt, tail);
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(summary = "Get the end of what the trainer printed")
  public String text(
      @PathParam("job") JobId job,
      @Parameter(description = ATTEMPT) @QueryParam("attempt") String attempt,
      @Parameter(description = TAIL) @QueryParam("tail") @DefaultValue("1000") String tail) {
    return LogTail.text(log(job, attempt, tail).lines());
  }

  private JobLog log(JobId job, String attempt, String tail) {
    return logs.log(
        caller.get().scope(),
        job,
        Optional.ofNullable(attempt)
            .map(
                text ->
                    new Attempt(
                        (int) QueryParameters.wholeNumber("attempt", text, 1, Integer.MAX_VALUE))),
        (int) QueryParameters.wholeNumber("tail", tail, 1, MAX_LINES));
  }
}

package io.baton.api.event;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.JobId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened to a job. */
@Path("/v1/jobs/{job}/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class EventHistoryResource {
  private static final int MAX_LIMIT = 1000;

  private final EventHistory history;
  private final CurrentCaller caller;

  EventHistoryResource(EventHistory history, CurrentCaller caller) {
    this.history = history;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List a job's events, oldest first")
  public JobEventPage events(
      @PathParam("job") JobId job,
      @Parameter(description = "Only those after this sequence, at least 0; default 0")
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(description = "Events a page, 1 to 1,000; default 1000")
          @QueryParam("limit")
          @DefaultValue("1000")
          String limit) {
    return history.page(
        caller.get().scope(),
        job,
        QueryParameters.wholeNumber("after", after, 0, Long.MAX_VALUE),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }
}

package io.baton.api.lease;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Where nodes ask for work. */
@Path("/v1/work")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Work")
@RolesAllowed({Roles.NODE, Roles.OPERATOR})
public class WorkResource {
  private final LongPoll poll;
  private final CurrentCaller caller;

  WorkResource(LongPoll poll, CurrentCaller caller) {
    this.poll = poll;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask for a job",
      description =
          "Without a job for the node the answer waits for one, up to waitSeconds. Whoever closes the"
              + " connection meanwhile gets none.")
  @APIResponseSchema(value = Grant.class, responseDescription = "A job, under a lease")
  @APIResponse(responseCode = "204", description = "There is nothing to do")
  public Uni<RestResponse<Grant>> work(WorkRequest request) {
    requireOwnPool(Body.required(request).pool());
    return poll.grant(request)
        .map(grant -> grant.map(RestResponse::ok).orElseGet(RestResponse::noContent));
  }

  private void requireOwnPool(PoolName asked) {
    Optional<PoolName> own = caller.get().pool();
    if (own.isPresent() && !own.get().equals(asked)) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "The API key is for nodes of pool " + own.get() + ", not of " + asked + ".");
    }
  }
}

package io.baton.api.pool.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.key.Keys;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** How operators say what a pool shall be. */
@Path("/v1/pools/{pool}/policy")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class PolicyResource {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final int MAX_LIMIT = 200;
  private static final String EXPECTED =
      "The version that the change was made for, in quotes, as ETag has it; absent: whichever it is";
  private static final String CHANGED_MEANWHILE = "Somebody else changed it; nothing was changed";

  private final Policies policies;
  private final CurrentCaller caller;
  private final Keys keys;

  PolicyResource(Policies policies, CurrentCaller caller, Keys keys) {
    this.policies = policies;
    this.caller = caller;
    this.keys = keys;
  }

  @GET
  @Operation(summary = "Get how a pool follows its demand; the defaults where nobody set it")
  public RestResponse<StoredPoolPolicy> policy(@PathParam("pool") PoolName pool) {
    return tagged(policies.of(pool));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set how a pool follows its demand",
      description =
          "Replaces the whole policy: what is left out gets its default. A price counts for"
              + " attempts that start from then on.")
  @APIResponseSchema(value = StoredPoolPolicy.class, responseCode = "200")
  @APIResponse(responseCode = "412", description = CHANGED_MEANWHILE)
  public RestResponse<StoredPoolPolicy> replace(
      @PathParam("pool") PoolName pool,
      @Parameter(description = EXPECTED) @HeaderParam(ExpectedVersion.HEADER) String expected,
      PoolPolicy policy) {
    return tagged(
        policies.replace(pool, Body.required(policy), ExpectedVersion.parse(expected), keyName()));
  }

  @PATCH
  @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
  @Operation(
      summary = "Change some fields of how a pool follows its demand",
      description =
          "A JSON merge patch (RFC 7396): what is left out stays, null brings the default back,"
              + " objects are merged, lists are replaced.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PoolPolicy.class)))
  @APIResponseSchema(value = StoredPoolPolicy.class, responseCode = "200")
  @APIResponse(responseCode = "412", description = CHANGED_MEANWHILE)
  public RestResponse<StoredPoolPolicy> patch(
      @PathParam("pool") PoolName pool,
      @Parameter(description = EXPECTED) @HeaderParam(ExpectedVersion.HEADER) String expected,
      JsonNode patch) {
    return tagged(
        policies.patch(pool, Body.required(patch), ExpectedVersion.parse(expected), keyName()));
  }

  @GET
  @Path("/changes")
  @Operation(summary = "List what was changed about a pool's policy, by whom, the newest first")
  public List<PolicyChange> changes(
      @PathParam("pool") PoolName pool,
      @Parameter(
              description =
                  "Only changes that made an earlier version than this, at least 1; absent: from"
                      + " the newest on")
          @QueryParam("before")
          String before,
      @Parameter(description = "Changes a page, 1 to 200") @QueryParam("limit") @DefaultValue("50")
          String limit) {
    return policies.changes(
        pool,
        before == null
            ? Long.MAX_VALUE
            : QueryParameters.wholeNumber("before", before, 1, Long.MAX_VALUE),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  private String keyName() {
    return keys.name(caller.key());
  }

  private static RestResponse<StoredPoolPolicy> tagged(StoredPoolPolicy policy) {
    return RestResponse.ResponseBuilder.ok(policy).tag(ExpectedVersion.tag(policy)).build();
  }
}

package io.baton.api.key;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.field.InvalidFieldException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What operators do with all API keys, and users with those of their owner. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Keys")
public class KeyResource {
  private static final int MAX_LIMIT = 200;

  private final Keys keys;
  private final CurrentCaller caller;

  KeyResource(Keys keys, CurrentCaller caller) {
    this.keys = keys;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make an API key; the answer is the only one that shows it")
  @APIResponseSchema(value = CreatedKey.class, responseCode = "201", responseDescription = "Made")
  public RestResponse<CreatedKey> create(KeyCreation creation) {
    CreatedKey created = keys.create(caller.get(), caller.key(), Body.required(creation));
    return RestResponse.status(RestResponse.Status.CREATED, created);
  }

  @GET
  @Operation(summary = "List API keys, newest first, revoked and expired ones too")
  public KeyPage list(
      @Parameter(description = "nextCursor of the page before; absent: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Keys a page, 1 to 200") @QueryParam("limit") @DefaultValue("50")
          String limit) {
    return keys.page(
        caller.get().scope(),
        Optional.ofNullable(cursor).map(KeyResource::key),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  private static KeyId key(String cursor) {
    try {
      return new KeyId(cursor);
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
    }
  }

  @GET
  @Path("/current")
  @RolesAllowed({Roles.USER, Roles.NODE, Roles.OPERATOR})
  @Operation(summary = "Get what is known of the API key that the request came with")
  public Key current() {
    return keys.key(caller.key());
  }

  @POST
  @Path("/{key}/revoke")
  @Operation(summary = "Revoke an API key for good")
  @APIResponse(responseCode = "200", description = "Revoked, now or before")
  public Key revoke(@PathParam("key") KeyId key) {
    return keys.revoke(caller.get().scope(), key);
  }
}

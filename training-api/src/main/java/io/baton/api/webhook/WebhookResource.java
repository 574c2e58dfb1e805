package io.baton.api.webhook;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.OwnerScope;
import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Redelivery;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Where users get the events of their jobs sent. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class WebhookResource {
  private static final int MAX_LIMIT = 200;

  private final Webhooks webhooks;
  private final DeliveryLog log;
  private final CurrentCaller caller;

  WebhookResource(Webhooks webhooks, DeliveryLog log, CurrentCaller caller) {
    this.webhooks = webhooks;
    this.log = log;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a webhook for all of one's jobs; its secret is shown this once")
  @APIResponseSchema(
      value = WebhookWithSecret.class,
      responseCode = "201",
      responseDescription = "Made")
  @APIResponse(responseCode = "409", description = "The owner has as many as are allowed")
  public RestResponse<WebhookWithSecret> create(WebhookCreation creation) {
    WebhookWithSecret made = webhooks.create(caller.get().owner(), Body.required(creation));
    return RestResponse.ResponseBuilder.<WebhookWithSecret>created(
            URI.create("/v1/webhooks/" + made.webhook().id()))
        .entity(made)
        .build();
  }

  @GET
  @Operation(summary = "List webhooks, newest first; those that single jobs brought are not listed")
  public WebhookPage list(
      @Parameter(description = "nextCursor of the page before; absent: the newest")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Webhooks a page, 1 to 200") @QueryParam("limit") @DefaultValue("50")
          String limit) {
    return webhooks.page(scope(), cursor(cursor), limit(limit));
  }

  @GET
  @Path("/{webhook}")
  @Operation(summary = "Get a webhook")
  public Webhook webhook(@PathParam("webhook") WebhookId id) {
    return webhooks.webhook(scope(), id);
  }

  @PATCH
  @Path("/{webhook}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change a webhook's address or events, disable it or enable it again")
  public Webhook change(@PathParam("webhook") WebhookId id, WebhookChange change) {
    return webhooks.change(scope(), id, Body.required(change));
  }

  @DELETE
  @Path("/{webhook}")
  @Operation(summary = "Delete a webhook and its log")
  @APIResponse(responseCode = "204", description = "Deleted; what was waiting is not sent")
  @APIResponse(responseCode = "409", description = "A job brought it along: disable it instead")
  public void delete(@PathParam("webhook") WebhookId id) {
    webhooks.delete(scope(), id);
  }

  @POST
  @Path("/{webhook}/rotate-secret")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give a webhook a new secret, which is shown this once")
  public WebhookWithSecret rotate(@PathParam("webhook") WebhookId id, SecretRotation rotation) {
    return webhooks.rotate(scope(), id, Body.required(rotation));
  }

  @POST
  @Path("/{webhook}/test")
  @Operation(summary = "Send a test event, once; the delivery tells what came of it")
  @APIResponseSchema(
      value = WebhookDelivery.class,
      responseCode = "202",
      responseDescription = "On its way")
  @APIResponse(responseCode = "409", description = "Another test event is on its way")
  public RestResponse<WebhookDelivery> test(@PathParam("webhook") WebhookId id) {
    return accepted(log.test(scope(), id));
  }

  @GET
  @Path("/{webhook}/deliveries")
  @Operation(summary = "List a webhook's deliveries, newest first")
  public WebhookDeliveryPage deliveries(
      @PathParam("webhook") WebhookId id,
      @Parameter(description = "Only deliveries that stand so: pending, delivered or given-up")
          @QueryParam("status")
          String status,
      @Parameter(description = "nextCursor of the page before; absent: the newest")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Deliveries a page, 1 to 200")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    return log.page(
        scope(),
        id,
        QueryParameters.oneOf("status", status, DeliveryStatus.values(), DeliveryStatus::wireName),
        cursor(cursor),
        limit(limit));
  }

  @GET
  @Path("/{webhook}/deliveries/{delivery}")
  @Operation(summary = "Get a delivery by its webhook-id")
  public WebhookDelivery delivery(
      @PathParam("webhook") WebhookId id,
      @Parameter(description = "The webhook-id of its tries") @PathParam("delivery")
          String delivery) {
    return log.delivery(scope(), id, delivery);
  }

  @GET
  @Path("/{webhook}/deliveries/{delivery}/tries")
  @Operation(summary = "List a delivery's tries, oldest first")
  public List<WebhookTry> tries(
      @PathParam("webhook") WebhookId id,
      @Parameter(description = "The webhook-id of its tries") @PathParam("delivery")
          String delivery) {
    return log.tries(scope(), id, delivery);
  }

  @GET
  @Path("/{webhook}/deliveries/{delivery}/body")
  @Operation(summary = "Get the body that a delivery's tries send, byte for byte")
  @APIResponse(
      responseCode = "200",
      description = "What is signed and sent",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public String body(
      @PathParam("webhook") WebhookId id,
      @Parameter(description = "The webhook-id of its tries") @PathParam("delivery")
          String delivery) {
    return log.body(scope(), id, delivery);
  }

  @POST
  @Path("/{webhook}/deliveries/{delivery}/redeliver")
  @Operation(summary = "Send a delivery again, with all tries anew")
  @APIResponseSchema(
      value = WebhookDelivery.class,
      responseCode = "202",
      responseDescription = "On its way, after earlier events of its job")
  @APIResponse(responseCode = "409", description = "The webhook is disabled, or it was a test")
  public RestResponse<WebhookDelivery> redeliver(
      @PathParam("webhook") WebhookId id,
      @Parameter(description = "The webhook-id of its tries") @PathParam("delivery")
          String delivery) {
    return accepted(log.redeliver(scope(), id, delivery));
  }

  @POST
  @Path("/{webhook}/redeliver")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Send again everything that was given up of events since a time")
  @APIResponseSchema(
      value = Redelivery.Started.class,
      responseCode = "202",
      responseDescription = "On its way, for each job in order")
  @APIResponse(responseCode = "409", description = "The webhook is disabled")
  public RestResponse<Redelivery.Started> redeliverSince(
      @PathParam("webhook") WebhookId id, Redelivery redelivery) {
    return accepted(
        new Redelivery.Started(log.redeliverSince(scope(), id, Body.required(redelivery).since())));
  }

  private static <T> RestResponse<T> accepted(T body) {
    return RestResponse.status(RestResponse.Status.ACCEPTED, body);
  }

  private OwnerScope scope() {
    return caller.get().scope();
  }

  private static Optional<LogCursor> cursor(String text) {
    return Optional.ofNullable(text).map(LogCursor::parse);
  }

  private static int limit(String text) {
    return (int) QueryParameters.wholeNumber("limit", text, 1, MAX_LIMIT);
  }
}

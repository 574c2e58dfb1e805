package io.baton.api.dashboard.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.webhook.WebhookResource;
import io.baton.protocol.client.Json;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/** One delivery: its tries and what they sent. */
@Path("/ui/settings/webhooks/{webhook}/deliveries/{delivery}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class DeliveryPage {
  private final WebhookResource webhooks;
  private final PageFrames frames;

  DeliveryPage(WebhookResource webhooks, PageFrames frames) {
    this.webhooks = webhooks;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/settings")
  static class Templates {
    static native TemplateInstance delivery(PageFrame frame, SettingsTab tab, DeliveryView view);

    static native TemplateInstance delivery$state(DeliveryView view);
  }

  /** The page, or the part of it that a script brings up to date. */
  @GET
  public TemplateInstance show(
      @PathParam("webhook") WebhookId id,
      @PathParam("delivery") String delivery,
      @HeaderParam("HX-Target") String part) {
    DeliveryView view = view(id, delivery, Optional.empty());
    return "state".equals(part) ? Templates.delivery$state(view) : page(view);
  }

  @POST
  @Path("/redeliver")
  public Response redeliver(
      @PathParam("webhook") WebhookId id, @PathParam("delivery") String delivery) {
    Outcome<WebhookDelivery> outcome =
        Outcome.of(() -> webhooks.redeliver(id, delivery).getEntity());
    DeliveryView view = view(id, delivery, outcome.refused());
    return outcome.done().isPresent()
        ? Response.seeOther(URI.create(view.path())).build()
        : Response.status(view.status()).entity(page(view)).build();
  }

  private DeliveryView view(WebhookId id, String delivery, Optional<Refused> refused) {
    return new DeliveryView(
        webhooks.webhook(id),
        webhooks.delivery(id, delivery),
        webhooks.tries(id, delivery),
        readable(webhooks.body(id, delivery)),
        refused);
  }

  private static String readable(String json) {
    try {
      return Json.mapper().readTree(json).toPrettyString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every body is JSON", e);
    }
  }

  private TemplateInstance page(DeliveryView view) {
    return Templates.delivery(frames.of(Section.SETTINGS, "Delivery"), SettingsTab.WEBHOOKS, view);
  }
}

package io.baton.api.dashboard.settings;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.webhook.WebhookResource;
import io.baton.protocol.access.Role;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** Where events are sent, and a form for more such addresses. */
@Path("/ui/settings/webhooks")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class WebhooksPage {
  private static final String MOST = "50";

  private final WebhookResource webhooks;
  private final CurrentCaller caller;
  private final PageFrames frames;

  WebhooksPage(WebhookResource webhooks, CurrentCaller caller, PageFrames frames) {
    this.webhooks = webhooks;
    this.caller = caller;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/settings")
  static class Templates {
    static native TemplateInstance webhooks(PageFrame frame, SettingsTab tab, WebhooksView view);
  }

  @GET
  public Response list(@QueryParam("cursor") String cursor) {
    return page(cursor, Outcome.none(), WebhookForm.BLANK);
  }

  /** Makes one and shows its secret in the answer, the only page that ever has it. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(MultivaluedMap<String, String> fields) {
    SentForm sent = new SentForm(fields);
    WebhookForm form = WebhookForm.of(sent);
    Outcome<WebhookWithSecret> outcome =
        Outcome.of(
            () ->
                webhooks
                    .create(form.creation(sent.value("secret", SigningSecret::new)))
                    .getEntity());
    return page(null, outcome, outcome.done().isPresent() ? WebhookForm.BLANK : form);
  }

  private Response page(String cursor, Outcome<WebhookWithSecret> outcome, WebhookForm form) {
    WebhookPage page = webhooks.list(cursor, MOST);
    WebhooksView view =
        new WebhooksView(
            caller.role() == Role.OPERATOR,
            caller.get().owner().value(),
            page.webhooks(),
            page.nextCursor().map(next -> SettingsTab.WEBHOOKS.path() + "?cursor=" + next),
            outcome.done(),
            outcome.refused(),
            form);
    return Response.status(view.status())
        .entity(
            Templates.webhooks(frames.of(Section.SETTINGS, "Webhooks"), SettingsTab.WEBHOOKS, view))
        .build();
  }
}

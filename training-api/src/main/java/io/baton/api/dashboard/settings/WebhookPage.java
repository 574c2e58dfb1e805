package io.baton.api.dashboard.settings;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.problem.QueryParameters;
import io.baton.api.time.DatabaseClock;
import io.baton.api.webhook.WebhookResource;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Redelivery;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;

/** One webhook: what it is, what is done with it, and the log of its deliveries. */
@Path("/ui/settings/webhooks/{webhook}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class WebhookPage {
  private static final String MOST = "50";
  private static final long WEEK = 7 * 86_400;
  private static final long LOG_KEPT_AT_MOST = 3650L * 86_400;

  private final WebhookResource webhooks;
  private final DatabaseClock clock;
  private final PageFrames frames;

  WebhookPage(WebhookResource webhooks, DatabaseClock clock, PageFrames frames) {
    this.webhooks = webhooks;
    this.clock = clock;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/settings")
  static class Templates {
    static native TemplateInstance webhook(PageFrame frame, SettingsTab tab, WebhookView view);

    static native TemplateInstance webhook$log(WebhookView view);

    static native TemplateInstance webhook$test(WebhookView view);
  }

  /**
   * The page, or the part of it that a script brings up to date.
   *
   * @param test the test event whose result is told
   * @param sent how many deliveries the reader just had sent again
   */
  @GET
  public TemplateInstance show(
      @PathParam("webhook") WebhookId id,
      @QueryParam("status") String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("test") String test,
      @QueryParam("sent") Integer sent,
      @HeaderParam("HX-Target") String part) {
    Optional<WebhookDelivery> tested =
        Optional.ofNullable(test).map(delivery -> webhooks.delivery(id, delivery));
    Optional<String> notice = Optional.ofNullable(sent).map(WebhookPage::notice);
    WebhookView view = view(id, status, cursor, tested, notice);
    if ("log".equals(part)) {
      return Templates.webhook$log(view);
    }
    return "test".equals(part) ? Templates.webhook$test(view) : page(view);
  }

  private static String notice(int sent) {
    return sent == 0
        ? "Nothing was given up of events since then."
        : "Sent again, each after earlier ones of its job: " + sent + ".";
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @PathParam("webhook") WebhookId id, MultivaluedMap<String, String> fields) {
    WebhookForm form = WebhookForm.of(new SentForm(fields));
    Outcome<Webhook> outcome = Outcome.of(() -> webhooks.change(id, form.change()));
    return outcome.done().isPresent() ? back(id) : answer(view(id).with(outcome.refused(), form));
  }

  @POST
  @Path("/enable")
  public Response enable(@PathParam("webhook") WebhookId id) {
    return switched(id, true);
  }

  @POST
  @Path("/disable")
  public Response disable(@PathParam("webhook") WebhookId id) {
    return switched(id, false);
  }

  private Response switched(WebhookId id, boolean enabled) {
    webhooks.change(
        id, new WebhookChange(Optional.empty(), Optional.empty(), Optional.of(enabled)));
    return back(id);
  }

  /** Draws a new secret and shows it in the answer, the only page that ever has it. */
  @POST
  @Path("/rotate")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response rotate(
      @PathParam("webhook") WebhookId id, MultivaluedMap<String, String> fields) {
    SentForm form = new SentForm(fields);
    Outcome<SigningSecret> outcome =
        Outcome.of(
            () -> {
              int overlap = (int) form.number("overlap", 0, WEEK);
              return webhooks.rotate(id, new SecretRotation(Optional.empty(), overlap)).secret();
            });
    WebhookView view = view(id);
    return answer(view.with(outcome.refused(), view.form()).with(outcome.done()));
  }

  @POST
  @Path("/test")
  public Response test(@PathParam("webhook") WebhookId id) {
    Outcome<WebhookDelivery> outcome = Outcome.of(() -> webhooks.test(id).getEntity());
    return outcome
        .done()
        .map(test -> Response.seeOther(address(id).queryParam("test", test.id()).build()).build())
        .orElseGet(() -> refused(id, outcome.refused()));
  }

  @POST
  @Path("/redeliver")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response redeliver(
      @PathParam("webhook") WebhookId id, MultivaluedMap<String, String> fields) {
    SentForm form = new SentForm(fields);
    Outcome<Integer> outcome =
        Outcome.of(
            () -> {
              long seconds = form.number("since", 0, LOG_KEPT_AT_MOST);
              Redelivery since = new Redelivery(clock.now().minusSeconds(seconds));
              return webhooks.redeliverSince(id, since).getEntity().deliveries();
            });
    return outcome
        .done()
        .map(sent -> Response.seeOther(address(id).queryParam("sent", sent).build()).build())
        .orElseGet(() -> refused(id, outcome.refused()));
  }

  @POST
  @Path("/delete")
  public Response delete(@PathParam("webhook") WebhookId id) {
    Outcome<WebhookId> outcome =
        Outcome.of(
            () -> {
              webhooks.delete(id);
              return id;
            });
    return outcome.done().isPresent()
        ? Response.seeOther(URI.create(SettingsTab.WEBHOOKS.path())).build()
        : refused(id, outcome.refused());
  }

  private WebhookView view(WebhookId id) {
    return view(id, null, null, Optional.empty(), Optional.empty());
  }

  private WebhookView view(
      WebhookId id,
      String status,
      String cursor,
      Optional<WebhookDelivery> test,
      Optional<String> notice) {
    Webhook webhook = webhooks.webhook(id);
    WebhookDeliveryPage log = webhooks.deliveries(id, status, cursor, MOST);
    Optional<DeliveryStatus> only =
        QueryParameters.oneOf("status", status, DeliveryStatus.values(), DeliveryStatus::wireName);
    UriBuilder address = address(id);
    only.ifPresent(chosen -> address.queryParam("status", chosen.wireName()));
    return new WebhookView(
        webhook,
        log.deliveries(),
        only,
        log.nextCursor().map(next -> address.queryParam("cursor", next).build().toString()),
        test,
        Optional.empty(),
        Optional.empty(),
        WebhookForm.of(webhook),
        notice);
  }

  private Response refused(WebhookId id, Optional<Refused> why) {
    WebhookView view = view(id);
    return answer(view.with(why, view.form()));
  }

  private Response answer(WebhookView view) {
    return Response.status(view.answer()).entity(page(view)).build();
  }

  private TemplateInstance page(WebhookView view) {
    return Templates.webhook(frames.of(Section.SETTINGS, "Webhook"), SettingsTab.WEBHOOKS, view);
  }

  private static UriBuilder address(WebhookId id) {
    return UriBuilder.fromPath(SettingsTab.WEBHOOKS.path()).path(id.value());
  }

  private static Response back(WebhookId id) {
    return Response.seeOther(address(id).build()).build();
  }
}

package io.baton.api.dashboard.settings;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.key.KeyResource;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.access.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** API keys: those that the reader may see, made and revoked. */
@Path("/ui/settings")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class KeysPage {
  private static final String MOST = "50";

  private final KeyResource keys;
  private final CurrentCaller caller;
  private final DatabaseClock clock;
  private final PageFrames frames;

  KeysPage(KeyResource keys, CurrentCaller caller, DatabaseClock clock, PageFrames frames) {
    this.keys = keys;
    this.caller = caller;
    this.clock = clock;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard/settings")
  static class Templates {
    static native TemplateInstance keys(PageFrame frame, SettingsTab tab, KeysView view);
  }

  /** Leads to the first of the settings. */
  @GET
  public Response start() {
    return Response.seeOther(URI.create(SettingsTab.KEYS.path())).build();
  }

  @GET
  @Path("/keys")
  public Response list(@QueryParam("cursor") String cursor) {
    return page(cursor, Outcome.none(), KeyForm.BLANK);
  }

  /** Makes a key and shows it in the answer, the only page that ever has it. */
  @POST
  @Path("/keys")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(MultivaluedMap<String, String> fields) {
    KeyForm form = KeyForm.of(new SentForm(fields));
    Outcome<CreatedKey> outcome = Outcome.of(() -> keys.create(form.creation()).getEntity());
    return page(null, outcome, outcome.done().isPresent() ? KeyForm.BLANK : form);
  }

  @POST
  @Path("/keys/{key}/revoke")
  public Response revoke(@PathParam("key") KeyId id) {
    Outcome<Key> outcome = Outcome.of(() -> keys.revoke(id));
    return outcome.done().isPresent()
        ? Response.seeOther(URI.create(SettingsTab.KEYS.path())).build()
        : page(null, new Outcome<>(Optional.empty(), outcome.refused()), KeyForm.BLANK);
  }

  private Response page(String cursor, Outcome<CreatedKey> outcome, KeyForm form) {
    KeyPage page = keys.list(cursor, MOST);
    KeysView view =
        new KeysView(
            caller.role() == Role.OPERATOR,
            rows(page.keys()),
            page.nextCursor().map(next -> SettingsTab.KEYS.path() + "?cursor=" + next),
            outcome.done(),
            outcome.refused(),
            form);
    return Response.status(view.status())
        .entity(Templates.keys(frames.of(Section.SETTINGS, "API keys"), SettingsTab.KEYS, view))
        .build();
  }

  private List<KeyRow> rows(List<Key> page) {
    Instant now = clock.now();
    Map<KeyId, String> names = page.stream().collect(Collectors.toMap(Key::id, Key::name));
    return page.stream()
        .map(
            key ->
                new KeyRow(
                    key,
                    key.id().equals(caller.key()),
                    key.createdBy().map(by -> names.getOrDefault(by, by.value())),
                    now))
        .toList();
  }
}

package io.baton.api.dashboard.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.pool.PoolResource;
import io.baton.api.pool.policy.PolicyResource;
import io.baton.api.problem.JsonProblems;
import io.baton.api.problem.ProblemException;
import io.baton.api.problem.Problems;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a pool is sized: a form, what a change would do, and who changed what before. */
@Path("/ui/pools/{pool}/policy")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.OPERATOR)
public class PolicyPage {
  private static final int CHANGES = 20;
  private static final int DAY = 24;

  private final PoolResource pools;
  private final PolicyResource policies;
  private final PolicyEffects effects;
  private final PageFrames frames;
  private final ObjectMapper mapper;

  PolicyPage(
      PoolResource pools,
      PolicyResource policies,
      PolicyEffects effects,
      PageFrames frames,
      ObjectMapper mapper) {
    this.pools = pools;
    this.policies = policies;
    this.effects = effects;
    this.frames = frames;
    this.mapper = mapper;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance poolPolicy(PageFrame frame, PolicyView view);
  }

  /**
   * The form with what counts now.
   *
   * @param saved the version that the reader just made
   * @param before changes from before this version on
   */
  @GET
  public TemplateInstance form(
      @PathParam("pool") PoolName pool,
      @QueryParam("saved") Long saved,
      @QueryParam("before") String before) {
    StoredPoolPolicy stored = policies.policy(pool).getEntity();
    Draft draft = new Draft(stored, PolicyForm.of(stored.policy()), DAY);
    draft.notice =
        Optional.ofNullable(saved)
            .map(
                version ->
                    version == stored.version()
                        ? "Saved as version " + version + "."
                        : "Saved; somebody changed it again since.");
    draft.before = Optional.ofNullable(before).filter(text -> !text.isBlank());
    return page(draft);
  }

  /** Simulates, saves, or adds or removes a row, as the button says. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @PathParam("pool") PoolName pool,
      @HeaderParam("HX-Request") boolean script,
      MultivaluedMap<String, String> sent) {
    String button = Optional.ofNullable(sent.getFirst("do")).orElse("simulate");
    PolicyForm typed = PolicyForm.of(sent).withoutEmptySchedules();
    Draft draft = new Draft(policies.policy(pool).getEntity(), typed, hours(sent));
    draft.base = base(sent);
    draft.version = version(sent);
    if (button.equals("add")) {
      draft.rows = typed.schedules() + 1;
    } else if (button.matches("remove-[0-9]{1,3}")) {
      draft.replace(typed.withoutSchedule(Integer.parseInt(button.substring(7))));
    } else {
      Optional<PoolPolicy> policy = read(draft);
      if (policy.isPresent() && button.equals("save")) {
        Optional<StoredPoolPolicy> saved = save(draft, policy.get());
        if (saved.isPresent()) {
          return Response.seeOther(
                  UriBuilder.fromPath("/ui/pools/" + pool + "/policy")
                      .queryParam("saved", saved.get().version())
                      .build())
              .build();
        }
      } else if (policy.isPresent()) {
        simulate(draft, policy.get());
      }
    }
    // A script shows what is answered only where it was answered well.
    return Response.status(script ? 200 : draft.status).entity(page(draft)).build();
  }

  /** What becomes of a form on its way to a page. */
  private static final class Draft {
    private final StoredPoolPolicy stored;
    private final int hours;
    private PolicyForm form;
    private PolicyForm base;
    private long version;
    private int rows;
    private int status = 200;
    private Map<String, String> errors = Map.of();
    private Optional<String> problem = Optional.empty();
    private Optional<String> notice = Optional.empty();
    private Optional<String> before = Optional.empty();
    private Optional<PolicyConflict> conflict = Optional.empty();
    private Optional<PolicyEffect> effect = Optional.empty();

    Draft(StoredPoolPolicy stored, PolicyForm form, int hours) {
      this.stored = stored;
      this.hours = hours;
      this.base = form;
      this.version = stored.version();
      replace(form);
    }

    final void replace(PolicyForm other) {
      form = other;
      rows = other.schedules();
    }

    void refuse(Problem refusal) {
      status = refusal.status();
      Map<String, String> found = new TreeMap<>();
      refusal.errors().forEach(error -> found.put(error.field(), error.detail()));
      errors = found;
      problem =
          Optional.of(
              found.isEmpty() ? refusal.detail() : "Nothing was saved: see the fields below.");
    }
  }

  private Optional<PoolPolicy> read(Draft draft) {
    try {
      return Optional.of(mapper.treeToValue(draft.form.json(), PoolPolicy.class));
    } catch (PolicyForm.IllegibleException illegible) {
      draft.status = ErrorCode.INVALID_FIELD.status();
      draft.errors = illegible.errors();
      draft.problem = Optional.of("Nothing was saved: see the fields below.");
    } catch (JsonProcessingException refused) {
      draft.refuse(JsonProblems.of(refused));
    }
    return Optional.empty();
  }

  private Optional<StoredPoolPolicy> save(Draft draft, PoolPolicy policy) {
    try {
      return Optional.of(
          policies.replace(draft.stored.pool(), "\"" + draft.version + "\"", policy).getEntity());
    } catch (ProblemException e) {
      if (e.problem().code() == ErrorCode.PRECONDITION_FAILED) {
        conflict(draft);
      } else {
        draft.refuse(e.problem());
      }
    } catch (InvalidFieldException e) {
      draft.refuse(Problems.invalidField(e));
    }
    return Optional.empty();
  }

  private void conflict(Draft draft) {
    PolicyForm theirs = PolicyForm.of(draft.stored.policy());
    draft.conflict = Optional.of(PolicyConflict.of(draft.stored, draft.base, theirs, draft.form));
    draft.replace(draft.form.onto(draft.base, theirs));
    draft.base = theirs;
    draft.version = draft.stored.version();
    draft.status = ErrorCode.PRECONDITION_FAILED.status();
  }

  private void simulate(Draft draft, PoolPolicy policy) {
    try {
      draft.effect = Optional.of(effects.of(draft.stored, policy, draft.hours));
    } catch (InvalidFieldException e) {
      draft.refuse(Problems.invalidField(e));
    }
  }

  private TemplateInstance page(Draft draft) {
    PoolName pool = draft.stored.pool();
    List<PolicyChange> changes =
        policies.changes(pool, draft.before.orElse(null), Integer.toString(CHANGES));
    Optional<String> older =
        changes.size() < CHANGES || changes.get(CHANGES - 1).version() <= 1
            ? Optional.empty()
            : Optional.of(
                "/ui/pools/"
                    + pool
                    + "/policy?before="
                    + changes.get(CHANGES - 1).version()
                    + "#changes");
    PolicyView view =
        new PolicyView(
            draft.stored,
            draft.version,
            draft.form,
            write(draft.base),
            draft.errors,
            draft.problem,
            draft.notice,
            draft.rows,
            draft.hours,
            draft.conflict,
            draft.effect,
            changes.stream().map(PolicyView.Changed::new).toList(),
            older);
    return Templates.poolPolicy(frames.of(Section.POOLS, "Policy of " + pool), view);
  }

  private static String write(PolicyForm base) {
    try {
      return Json.mapper().writeValueAsString(base.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts cannot be written as JSON", e);
    }
  }

  private static PolicyForm base(MultivaluedMap<String, String> sent) {
    try {
      return new PolicyForm(
          Json.mapper()
              .readValue(
                  Optional.ofNullable(sent.getFirst("base")).orElse("{}"),
                  new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new InvalidFieldException("base", "must be as the form had it");
    }
  }

  private static long version(MultivaluedMap<String, String> sent) {
    String version = Optional.ofNullable(sent.getFirst("version")).orElse("");
    if (!version.matches("[0-9]{1,18}")) {
      throw new InvalidFieldException("version", "must be as the form had it");
    }
    return Long.parseLong(version);
  }

  private static int hours(MultivaluedMap<String, String> sent) {
    String hours = Optional.ofNullable(sent.getFirst("hours")).orElse("");
    int most = 168;
    return hours.matches("[0-9]{1,3}") && Integer.parseInt(hours) >= 1
        ? Math.min(most, Integer.parseInt(hours))
        : DAY;
  }
}

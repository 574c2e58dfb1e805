package io.baton.api.dashboard.pool;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.pool.PoolResource;
import io.baton.api.pool.decision.DecisionResource;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was decided about a pool, and why. */
@Path("/ui/pools/{pool}/decisions")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.OPERATOR)
public class DecisionsPage {
  private static final String PAGE = "50";

  private final PoolResource pools;
  private final DecisionResource decisions;
  private final PageFrames frames;

  DecisionsPage(PoolResource pools, DecisionResource decisions, PageFrames frames) {
    this.pools = pools;
    this.decisions = decisions;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance poolDecisions(PageFrame frame, View view);

    static native TemplateInstance poolDecisions$log(View view);
  }

  /** What a click on an action leads to. */
  public record Choice(String text, boolean chosen, String address) {}

  /**
   * A page of the log.
   *
   * @param here its address
   * @param newest whether nothing is newer than its first line
   * @param next the address of the page after; empty on the last
   */
  public record View(
      PoolName pool,
      List<Choice> choices,
      List<DecisionRow> rows,
      String here,
      boolean newest,
      Optional<String> next) {}

  @GET
  public TemplateInstance log(
      @PathParam("pool") PoolName pool,
      @QueryParam("action") String action,
      @QueryParam("cursor") String cursor,
      @HeaderParam("HX-Request") boolean part) {
    String chosen = action == null || action.isBlank() ? null : action;
    pools.pool(pool);
    ScalingDecisionPage page = decisions.decisions(pool, chosen, null, cursor, PAGE);
    View view =
        new View(
            pool,
            choices(pool, Optional.ofNullable(chosen)),
            page.decisions().stream().map(DecisionRow::new).toList(),
            address(pool, Optional.ofNullable(chosen), Optional.ofNullable(cursor)),
            cursor == null,
            page.nextCursor()
                .map(next -> address(pool, Optional.ofNullable(chosen), Optional.of(next))));
    return part
        ? Templates.poolDecisions$log(view)
        : Templates.poolDecisions(frames.of(Section.POOLS, "Decisions about " + pool), view);
  }

  private static List<Choice> choices(PoolName pool, Optional<String> chosen) {
    return Arrays.stream(ScalingAction.values())
        .map(ScalingAction::wireName)
        .map(
            name ->
                new Choice(
                    name,
                    chosen.filter(name::equals).isPresent(),
                    address(pool, Optional.of(name), Optional.empty())))
        .toList();
  }

  private static String address(PoolName pool, Optional<String> action, Optional<String> cursor) {
    UriBuilder address = UriBuilder.fromPath("/ui/pools/" + pool + "/decisions");
    action.ifPresent(name -> address.queryParam("action", name));
    cursor.ifPresent(place -> address.queryParam("cursor", place));
    return address.build().toString();
  }
}

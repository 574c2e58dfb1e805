package io.baton.api.dashboard.pool;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.node.NodeResource;
import io.baton.api.pool.PoolResource;
import io.baton.api.pool.decision.DecisionResource;
import io.baton.api.pool.history.PoolHistoryResource;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.problem.Fault;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;

/** One pool: what it has to do, what it costs, its nodes, and what they are told. */
@Path("/ui/pools/{pool}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.OPERATOR)
public class PoolPage {
  private static final String LINES_OF_COURSE = "12";
  private static final String NEWEST_DECISIONS = "5";
  private static final int MOST_HOURS = 720;

  private final PoolResource pools;
  private final PoolHistoryResource histories;
  private final DecisionResource decisions;
  private final NodeResource nodes;
  private final PageFrames frames;
  private final DatabaseClock clock;

  PoolPage(
      PoolResource pools,
      PoolHistoryResource histories,
      DecisionResource decisions,
      NodeResource nodes,
      PageFrames frames,
      DatabaseClock clock) {
    this.pools = pools;
    this.histories = histories;
    this.decisions = decisions;
    this.nodes = nodes;
    this.frames = frames;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance pool(PageFrame frame, PoolView view);

    static native TemplateInstance pool$state(PoolView view);

    static native TemplateInstance pool$nodes(PoolView view);
  }

  /**
   * The page, or the part of it that a script brings up to date.
   *
   * @param done how many nodes the reader just told something
   * @param refused how many could not be told
   */
  @GET
  public TemplateInstance show(
      @PathParam("pool") PoolName name,
      @QueryParam("done") Integer done,
      @QueryParam("refused") Integer refused,
      @HeaderParam("HX-Target") String part,
      UriInfo address) {
    NodeChoice choice = NodeChoice.of(name, address.getQueryParameters());
    PoolOverview pool = pools.pool(name);
    PoolView view =
        new PoolView(
            new PoolRow(pool),
            NodeList.of(nodes, choice, pool.nodes()),
            course(name, choice.range()),
            decisions.decisions(name, null, null, null, NEWEST_DECISIONS).decisions().stream()
                .map(DecisionRow::new)
                .toList(),
            notice(done, refused));
    if ("state".equals(part)) {
      return Templates.pool$state(view);
    }
    return "nodes".equals(part)
        ? Templates.pool$nodes(view)
        : Templates.pool(frames.of(Section.POOLS, "Pool " + name), view);
  }

  private PoolCourse course(PoolName pool, Range range) {
    String since = clock.now().minus(range.length()).toString();
    return PoolCourse.of(range, histories.history(pool, since, null, LINES_OF_COURSE));
  }

  private static Optional<String> notice(Integer done, Integer refused) {
    if (done == null || refused == null) {
      return Optional.empty();
    }
    if (done == 0 && refused == 0) {
      return Optional.of("No node was selected, so nothing was done.");
    }
    return Optional.of(
        (done == 1 ? "Done for one node." : "Done for " + done + " nodes.")
            + (refused == 0 ? "" : " " + refused + " are not known any more."));
  }

  /** Tells each of the chosen nodes the same. */
  @POST
  @Path("/nodes")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response order(
      @PathParam("pool") PoolName pool,
      @FormParam("node") List<String> chosen,
      @FormParam("action") String name,
      @FormParam("reason") String reason,
      @FormParam("hours") String hours,
      @FormParam("back") String back) {
    NodeOrder order = NodeOrder.named(name);
    Optional<String> why =
        Optional.ofNullable(reason).map(String::strip).filter(text -> !text.isEmpty());
    int length = hours(hours);
    int done = 0;
    int refused = 0;
    for (String id : chosen) {
      try {
        order.give(nodes, new NodeId(id), why, length);
        done++;
      } catch (ProblemException unknown) {
        if (unknown.problem().fault() == Fault.SERVICE) {
          throw unknown;
        }
        refused++;
      }
    }
    boolean here = back != null && back.matches("/ui/pools/" + pool + "(\\?[^#\\s]*)?");
    UriBuilder address = UriBuilder.fromUri(here ? back : "/ui/pools/" + pool);
    return Response.seeOther(
            address
                .replaceQueryParam("done", done)
                .replaceQueryParam("refused", refused)
                .fragment("nodes-title")
                .build())
        .build();
  }

  private static int hours(String text) {
    String given = text == null || text.isBlank() ? "1" : text.strip();
    if (!given.matches("[0-9]{1,3}")
        || Integer.parseInt(given) < 1
        || Integer.parseInt(given) > MOST_HOURS) {
      throw new InvalidFieldException("hours", "must be a whole number from 1 to 720");
    }
    return Integer.parseInt(given);
  }
}

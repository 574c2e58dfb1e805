package io.baton.api.dashboard.pool;

import io.baton.api.access.Roles;
import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.dashboard.frame.Section;
import io.baton.api.pool.PoolResource;
import io.baton.protocol.pool.Pool;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** The list of pools. */
@Path("/ui/pools")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.OPERATOR)
public class PoolsPage {
  private final PoolResource pools;
  private final PageFrames frames;

  PoolsPage(PoolResource pools, PageFrames frames) {
    this.pools = pools;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance pools(PageFrame frame, List<PoolRow> pools);

    static native TemplateInstance pools$list(List<PoolRow> pools);
  }

  /** The page, or its list alone for a script; where there is one pool only, that one. */
  @GET
  public Response list(@HeaderParam("HX-Request") boolean part) {
    List<Pool> all = pools.pools();
    if (all.size() == 1 && !part) {
      return Response.seeOther(URI.create("/ui/pools/" + all.get(0).name())).build();
    }
    List<PoolRow> rows = all.stream().map(pool -> new PoolRow(pools.pool(pool.name()))).toList();
    return Response.ok(
            part
                ? Templates.pools$list(rows)
                : Templates.pools(frames.of(Section.POOLS, "Pools"), rows))
        .build();
  }
}

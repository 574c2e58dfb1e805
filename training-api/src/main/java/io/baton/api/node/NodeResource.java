package io.baton.api.node;

import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEventPage;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolName;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators ask about nodes and tell them. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
@RolesAllowed(Roles.OPERATOR)
public class NodeResource {
  private static final int MAX_LIMIT = 200;

  private final Nodes nodes;
  private final NodeOrders orders;

  NodeResource(Nodes nodes, NodeOrders orders) {
    this.nodes = nodes;
    this.orders = orders;
  }

  @GET
  @Operation(summary = "List nodes by id")
  public NodePage nodes(
      @Parameter(description = "Only nodes of this pool") @QueryParam("pool") String pool,
      @Parameter(
              description =
                  "Only nodes in this state: idle, busy, draining, quarantined, offline or"
                      + " forgotten; default: all but forgotten ones")
          @QueryParam("state")
          String state,
      @Parameter(description = "nextCursor of the page before; absent: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Nodes a page, 1 to 200") @QueryParam("limit") @DefaultValue("50")
          String limit) {
    return nodes.page(
        Optional.ofNullable(pool).map(PoolName::new),
        QueryParameters.oneOf("state", state, NodeState.values(), NodeState::wireName),
        Optional.ofNullable(cursor).map(NodeCursor::parse),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  @GET
  @Path("/{node}")
  @Operation(summary = "Get a node")
  public Node node(@PathParam("node") NodeId id) {
    return nodes.node(id);
  }

  @GET
  @Path("/{node}/events")
  @Operation(summary = "List what happened to a node after a sequence, oldest first, at most 1,000")
  public NodeEventPage events(
      @PathParam("node") NodeId id,
      @Parameter(description = "The last sequence known, 0 for all")
          @QueryParam("after")
          @DefaultValue("0")
          String after) {
    return nodes.events(id, QueryParameters.wholeNumber("after", after, 0, Long.MAX_VALUE));
  }

  @POST
  @Path("/{node}/quarantine")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Keep work away from a node for a while",
      description =
          "The node gives its job back at the next heartbeat. A quarantine that it has is replaced.")
  public Node quarantine(@PathParam("node") NodeId id, QuarantineRequest request) {
    orders.quarantine(id, Body.required(request));
    return nodes.node(id);
  }

  @POST
  @Path("/{node}/release")
  @Operation(
      summary = "End a node's quarantine",
      description = "A node without a quarantine stays as it is.")
  public Node release(@PathParam("node") NodeId id) {
    orders.release(id);
    return nodes.node(id);
  }

  @POST
  @Path("/{node}/drain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Empty a node",
      description = "It gives its job back at the next heartbeat, and gets no other until undrain.")
  public Node drain(@PathParam("node") NodeId id, DrainRequest request) {
    orders.drain(id, Body.required(request));
    return nodes.node(id);
  }

  @POST
  @Path("/{node}/undrain")
  @Operation(
      summary = "Let a node take work again",
      description = "A node that was not drained stays as it is.")
  public Node undrain(@PathParam("node") NodeId id) {
    orders.undrain(id);
    return nodes.node(id);
  }
}

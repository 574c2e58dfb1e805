package io.baton.api.node;

import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators ask about nodes. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public class NodeResource {
  private final Nodes nodes;

  NodeResource(Nodes nodes) {
    this.nodes = nodes;
  }

  @GET
  @Operation(summary = "List the nodes that were seen lately")
  public List<Node> nodes() {
    return nodes.seenLately();
  }

  @GET
  @Path("/{node}")
  @Operation(summary = "Get a node")
  public Node node(@PathParam("node") NodeId id) {
    return nodes.node(id);
  }
}

package io.baton.cli.node;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What operators tell nodes; each may be told to several at once. */
final class NodeOrders {
  private NodeOrders() {}

  /** Does the same to several nodes, one after the other. */
  abstract static class Order extends ApiCommand {
    @Parameters(arity = "1..*", paramLabel = "NODE", description = "Ids of nodes.")
    private List<NodeId> ids;

    Order(Surroundings surroundings) {
      super(surroundings);
    }

    abstract Node give(NodesClient client, NodeId id);

    abstract String next(Node node);

    @Override
    public final Integer call() {
      NodesClient client = api().nodes();
      List<Node> nodes = ids.stream().map(id -> give(client, id)).toList();
      return answer(
          nodes, List::of, () -> nodes.forEach(node -> NodeShow.told(console, node, next(node))));
    }
  }

  /** {@code baton nodes drain}. */
  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "Empties nodes: they write a checkpoint, give their jobs back and get no work.")
  static final class Drain extends Order {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "One sentence; the owner of the job reads it too.")
    private String reason;

    Drain(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    Node give(NodesClient client, NodeId id) {
      return client.drain(id, new DrainRequest(reason));
    }

    @Override
    String next(Node node) {
      return (node.job().isPresent() ? "It gives its job back at its next heartbeat. " : "")
          + "It may have work again with: baton nodes undrain "
          + node.id();
    }
  }

  /** {@code baton nodes undrain}. */
  @Command(
      name = "undrain",
      mixinStandardHelpOptions = true,
      description = "Lets nodes that were drained have work again.")
  static final class Undrain extends Order {
    Undrain(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    Node give(NodesClient client, NodeId id) {
      return client.undrain(id);
    }

    @Override
    String next(Node node) {
      return "It is not drained any more.";
    }
  }

  /** {@code baton nodes quarantine}. */
  @Command(
      name = "quarantine",
      mixinStandardHelpOptions = true,
      description = "Keeps work away from nodes for a while; they give their jobs back.")
  static final class Quarantine extends Order {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "One sentence; the owner of the job reads it too.")
    private String reason;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        description = "60 to 2592000 (30 days). Default: 3600.")
    private Integer seconds;

    Quarantine(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    Node give(NodesClient client, NodeId id) {
      return client.quarantine(id, new QuarantineRequest(reason, seconds));
    }

    @Override
    String next(Node node) {
      return "Its quarantine ends by itself, or with: baton nodes release " + node.id();
    }
  }

  /** {@code baton nodes release}. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Ends quarantines; the nodes begin with a clean record.")
  static final class Release extends Order {
    Release(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    Node give(NodesClient client, NodeId id) {
      return client.release(id);
    }

    @Override
    String next(Node node) {
      return "It is not quarantined any more.";
    }
  }
}

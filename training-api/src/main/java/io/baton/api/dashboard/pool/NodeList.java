package io.baton.api.dashboard.pool;

import io.baton.api.dashboard.text.Figures;
import io.baton.api.node.NodeResource;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of the nodes of a pool: those that need somebody first, then by id.
 *
 * @param unsorted why the order leaves nodes out; empty where it does not
 * @param next the address of the page after; empty on the last
 */
public record NodeList(
    NodeChoice choice,
    List<Count> counts,
    String total,
    List<NodeRow> rows,
    Optional<String> unsorted,
    Optional<String> next) {
  private static final int PAGE = 50;

  /** Nodes that are read to be ordered: the database lists them by id only. */
  private static final int MOST_SORTED = 2000;

  private static final int READ = 200;

  /** How many nodes are in a state, and where a click on that leads. */
  public record Count(String state, String count, boolean chosen, String address) {}

  /** Where a page begins: in which state, and after which node of it. */
  private record Place(NodeState state, Optional<String> cursor) {
    static Place parse(NodeChoice choice) {
      String[] parts = choice.place().orElse("").split("~", 2);
      NodeState state =
          choice.states().stream()
              .filter(each -> each.wireName().equals(parts[0]))
              .findFirst()
              .orElse(choice.states().get(0));
      return new Place(state, parts.length < 2 ? Optional.empty() : Optional.of(parts[1]));
    }

    String text() {
      return state.wireName() + cursor.map(after -> "~" + after).orElse("");
    }
  }

  static NodeList of(NodeResource nodes, NodeChoice choice, NodeCounts counted) {
    List<NodeRow> rows = new ArrayList<>();
    Optional<String> next = Optional.empty();
    Optional<String> unsorted = Optional.empty();
    if (choice.node().isPresent()) {
      one(nodes, choice, rows);
    } else if (choice.sort().isPresent()) {
      List<Node> read = read(nodes, choice);
      next = sorted(read, choice, rows);
      unsorted =
          read.size() < MOST_SORTED
              ? Optional.empty()
              : Optional.of(
                  "Only the first "
                      + Figures.count(MOST_SORTED)
                      + " nodes by id are ordered: choose a state to narrow them.");
    } else {
      next = fill(nodes, choice, Place.parse(choice), rows).map(Place::text);
    }
    return new NodeList(
        choice,
        choice.state().filter(NodeState.FORGOTTEN::equals).isPresent()
            ? List.of()
            : NodeChoice.ORDER.stream().map(state -> count(choice, counted, state)).toList(),
        Figures.count(
            counted.idle()
                + counted.busy()
                + counted.draining()
                + counted.quarantined()
                + counted.offline()),
        rows,
        unsorted,
        next.map(choice::from));
  }

  private static List<Node> read(NodeResource nodes, NodeChoice choice) {
    List<Node> read = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      NodePage page =
          nodes.nodes(
              choice.pool().value(),
              choice.state().map(NodeState::wireName).orElse(null),
              cursor.orElse(null),
              Integer.toString(READ));
      read.addAll(page.nodes());
      cursor = page.nextCursor();
    } while (cursor.isPresent() && read.size() < MOST_SORTED);
    return read;
  }

  private static Optional<String> sorted(List<Node> read, NodeChoice choice, List<NodeRow> rows) {
    int from =
        choice.place().filter(text -> text.matches("[0-9]+")).map(Integer::valueOf).orElse(0);
    read.stream()
        .sorted(choice.sort().orElseThrow().order())
        .skip(from)
        .limit(PAGE)
        .map(NodeRow::new)
        .forEach(rows::add);
    return from + PAGE < read.size()
        ? Optional.of(Integer.toString(from + PAGE))
        : Optional.empty();
  }

  private static void one(NodeResource nodes, NodeChoice choice, List<NodeRow> rows) {
    try {
      Node node = nodes.node(new NodeId(choice.node().orElseThrow()));
      if (node.pool().equals(choice.pool())) {
        rows.add(new NodeRow(node));
      }
    } catch (ProblemException unknown) {
      if (unknown.problem().code() != ErrorCode.NOT_FOUND) {
        throw unknown;
      }
      // The list is empty, and says so.
    }
  }

  private static Optional<Place> fill(
      NodeResource nodes, NodeChoice choice, Place begin, List<NodeRow> rows) {
    List<NodeState> states = choice.states();
    Optional<String> cursor = begin.cursor();
    for (NodeState state : states.subList(states.indexOf(begin.state()), states.size())) {
      if (rows.size() == PAGE) {
        return Optional.of(new Place(state, Optional.empty()));
      }
      NodePage page =
          nodes.nodes(
              choice.pool().value(),
              state.wireName(),
              cursor.orElse(null),
              Integer.toString(PAGE - rows.size()));
      page.nodes().forEach(node -> rows.add(new NodeRow(node)));
      if (page.nextCursor().isPresent()) {
        return Optional.of(new Place(state, page.nextCursor()));
      }
      cursor = Optional.empty();
    }
    return Optional.empty();
  }

  private static Count count(NodeChoice choice, NodeCounts counted, NodeState state) {
    int number =
        switch (state) {
          case IDLE -> counted.idle();
          case BUSY -> counted.busy();
          case DRAINING -> counted.draining();
          case QUARANTINED -> counted.quarantined();
          case OFFLINE -> counted.offline();
          case FORGOTTEN -> 0;
        };
    return new Count(
        state.wireName(), Figures.count(number), choice.has(state), choice.toggled(state));
  }
}

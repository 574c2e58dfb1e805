package io.baton.api.dashboard.pool;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.PoolName;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which nodes of a pool the list shows, as its address says.
 *
 * @param state only nodes in this state; empty: in any but {@code forgotten}
 * @param node only the node with this id
 * @param sort what the list is ordered by, the worst first; empty: nodes that need somebody first
 * @param place where the page begins
 */
public record NodeChoice(
    PoolName pool,
    Range range,
    Optional<NodeState> state,
    Optional<String> node,
    Optional<NodeSort> sort,
    Optional<String> place) {
  /** What needs somebody first, what is of no use last. */
  static final List<NodeState> ORDER =
      List.of(
          NodeState.QUARANTINED,
          NodeState.DRAINING,
          NodeState.BUSY,
          NodeState.IDLE,
          NodeState.OFFLINE);

  static NodeChoice of(PoolName pool, MultivaluedMap<String, String> parameters) {
    return new NodeChoice(
        pool,
        Range.named(parameters.getFirst("range")),
        given(parameters, "state").map(NodeChoice::state),
        given(parameters, "node").map(NodeId::new).map(NodeId::value),
        given(parameters, "sort").map(NodeSort::named),
        given(parameters, "from").map(NodeChoice::place));
  }

  private static Optional<String> given(MultivaluedMap<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.getFirst(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static String place(String text) {
    if (!text.matches("[a-z]+(~[\\w=-]+)?|[0-9]{1,5}")) {
      throw new InvalidFieldException("from", "must be as the address of the next page has it");
    }
    return text;
  }

  private static NodeState state(String name) {
    return Arrays.stream(NodeState.values())
        .filter(state -> state.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    "state", "must be idle, busy, draining, quarantined, offline or forgotten"));
  }

  public boolean has(NodeState wanted) {
    return state.filter(wanted::equals).isPresent();
  }

  public boolean narrows() {
    return state.isPresent() || node.isPresent();
  }

  /** The states that are listed, in order. */
  List<NodeState> states() {
    return state.map(List::of).orElse(ORDER);
  }

  /** The address of the list with this state chosen, or with any if it was. */
  public String toggled(NodeState other) {
    return new NodeChoice(
            pool,
            range,
            has(other) ? Optional.empty() : Optional.of(other),
            Optional.empty(),
            sort,
            Optional.empty())
        .address();
  }

  public String anyState() {
    return new NodeChoice(pool, range, Optional.empty(), Optional.empty(), sort, Optional.empty())
        .address();
  }

  /** Whether the list is ordered so. */
  public boolean isBy(String name) {
    return sort.filter(by -> by.name().equals(name)).isPresent();
  }

  /** The address of the same list in this order, or in the usual one if it was in this. */
  public String sorted(String name) {
    Optional<NodeSort> wanted = isBy(name) ? Optional.empty() : Optional.of(NodeSort.valueOf(name));
    return new NodeChoice(pool, range, state, node, wanted, Optional.empty()).address();
  }

  public String address() {
    return builder(range).build().toString();
  }

  /** The same list beside the curves of another stretch of time. */
  public String during(Range other) {
    return builder(other).build().toString();
  }

  String from(String other) {
    return builder(range).replaceQueryParam("from", other).build().toString();
  }

  private UriBuilder builder(Range during) {
    UriBuilder address = UriBuilder.fromPath("/ui/pools/" + pool);
    if (during != Range.DAY) {
      address.queryParam("range", during.text());
    }
    state.ifPresent(chosen -> address.queryParam("state", chosen.wireName()));
    node.ifPresent(id -> address.queryParam("node", id));
    sort.ifPresent(by -> address.queryParam("sort", by.wireName()));
    place.ifPresent(from -> address.queryParam("from", from));
    return address;
  }
}

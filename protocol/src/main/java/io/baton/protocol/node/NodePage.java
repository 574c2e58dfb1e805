package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Some nodes, by id.
 *
 * @param nodes this page, at most 200 entries; default none
 * @param nextCursor asks for the page after; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NodePage(List<Node> nodes, Optional<String> nextCursor) {
  public NodePage {
    nodes = Fields.listOrEmpty(nodes);
    nextCursor = Fields.orDefault(nextCursor, Optional.empty());
  }
}

package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * API keys, newest first.
 *
 * @param keys at most as many as were asked for
 * @param nextCursor asks for the page that follows; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record KeyPage(List<Key> keys, Optional<String> nextCursor) {
  public KeyPage {
    keys = Fields.listOrEmpty(keys);
  }
}

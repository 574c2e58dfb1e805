package io.baton.protocol.webhook;

import io.baton.protocol.event.EventType;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which events a webhook can ask for. */
final class WebhookTypes {
  private static final int MAX_TYPES = 32;

  private WebhookTypes() {}

  /** Each once; null stands for none named, which is all. */
  static List<EventType> valid(String field, List<EventType> types) {
    if (types == null) {
      return List.of();
    }
    Fields.inRange(field, types.size(), 0, MAX_TYPES);
    for (EventType type : types) {
      if (type == null || !type.sent()) {
        throw new InvalidFieldException(
            field,
            "must be of those that webhooks carry: "
                + Arrays.stream(EventType.values())
                    .filter(EventType::sent)
                    .map(EventType::wireName)
                    .collect(Collectors.joining(", ")));
      }
    }
    return types.stream().distinct().toList();
  }
}

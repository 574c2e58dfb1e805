package io.baton.cli;

import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookId;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Names of the contract as values of options. */
final class ValueTypes {
  private ValueTypes() {}

  static void register(CommandLine root) {
    register(root, DatasetId.class, DatasetId::new);
    register(root, JobId.class, JobId::new);
    register(root, KeyId.class, KeyId::new);
    register(root, NodeId.class, NodeId::new);
    register(root, OwnerName.class, OwnerName::new);
    register(root, PoolName.class, PoolName::new);
    register(root, WebhookId.class, WebhookId::new);
    root.registerConverter(DeliveryStatus.class, ValueTypes::deliveryStatus);
  }

  /** As it is shown, {@code given-up}. */
  private static DeliveryStatus deliveryStatus(String text) {
    return Arrays.stream(DeliveryStatus.values())
        .filter(status -> status.wireName().equalsIgnoreCase(text.replace('_', '-')))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be of pending, delivered, given-up, not '" + text + "'"));
  }

  private static <T> void register(
      CommandLine root, Class<T> type, Function<String, T> constructor) {
    root.registerConverter(
        type,
        text -> {
          try {
            return constructor.apply(text);
          } catch (InvalidFieldException e) {
            throw new TypeConversionException(e.requirement() + ", not '" + text + "'");
          }
        });
  }
}

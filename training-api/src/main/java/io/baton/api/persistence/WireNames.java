package io.baton.api.persistence;

import io.baton.protocol.access.Role;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.webhook.DeliveryStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.function.Function;

/** Enums stand in the database under the names that they have in JSON. */
public final class WireNames {
  private WireNames() {}

  private abstract static class ByWireName<E extends Enum<E>>
      implements AttributeConverter<E, String> {
    private final E[] values;
    private final Function<E, String> wireName;

    ByWireName(E[] values, Function<E, String> wireName) {
      this.values = values;
      this.wireName = wireName;
    }

    @Override
    public String convertToDatabaseColumn(E value) {
      return value == null ? null : wireName.apply(value);
    }

    @Override
    public E convertToEntityAttribute(String name) {
      if (name == null) {
        return null;
      }
      for (E value : values) {
        if (wireName.apply(value).equals(name)) {
          return value;
        }
      }
      throw new IllegalStateException(
          "the database holds '" + name + "', unknown to this version of the service");
    }
  }

  /** Column {@code job.status}. */
  @Converter(autoApply = true)
  public static class OfJobStatus extends ByWireName<JobStatus> {
    public OfJobStatus() {
      super(JobStatus.values(), JobStatus::wireName);
    }
  }

  /** Column {@code api_key.role}. */
  @Converter(autoApply = true)
  public static class OfRole extends ByWireName<Role> {
    public OfRole() {
      super(Role.values(), Role::wireName);
    }
  }

  /** Column {@code attempt.outcome}. */
  @Converter(autoApply = true)
  public static class OfAttemptOutcome extends ByWireName<AttemptOutcome> {
    public OfAttemptOutcome() {
      super(AttemptOutcome.values(), AttemptOutcome::wireName);
    }
  }

  /** Column {@code dataset.status}. */
  @Converter(autoApply = true)
  public static class OfDatasetStatus extends ByWireName<DatasetStatus> {
    public OfDatasetStatus() {
      super(DatasetStatus.values(), DatasetStatus::wireName);
    }
  }

  /** Columns {@code event.type} and {@code webhook_delivery.type}. */
  @Converter(autoApply = true)
  public static class OfEventType extends ByWireName<EventType> {
    public OfEventType() {
      super(EventType.values(), EventType::wireName);
    }
  }

  /** Column {@code webhook_delivery.status}. */
  @Converter(autoApply = true)
  public static class OfDeliveryStatus extends ByWireName<DeliveryStatus> {
    public OfDeliveryStatus() {
      super(DeliveryStatus.values(), DeliveryStatus::wireName);
    }
  }

  /** Column {@code node_event.type}. */
  @Converter(autoApply = true)
  public static class OfNodeEventType extends ByWireName<NodeEventType> {
    public OfNodeEventType() {
      super(NodeEventType.values(), NodeEventType::wireName);
    }
  }

  /** Column {@code node.drain_by}. */
  @Converter(autoApply = true)
  public static class OfDrainedBy extends ByWireName<DrainedBy> {
    public OfDrainedBy() {
      super(DrainedBy.values(), DrainedBy::wireName);
    }
  }
}

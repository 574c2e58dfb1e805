package io.baton.api.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalingDecision;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/**
 * Records of the contract stand in the database as JSON. Their reader ignores fields that a newer
 * version of the service wrote.
 */
public final class JsonColumns {
  private JsonColumns() {}

  private abstract static class OfType<T> implements AttributeConverter<T, String> {
    private final JavaType type;

    OfType(JavaType type) {
      this.type = type;
    }

    @Override
    public String convertToDatabaseColumn(T value) {
      return value == null ? null : JsonText.of(value);
    }

    @Override
    public T convertToEntityAttribute(String json) {
      try {
        return json == null ? null : Json.mapper().readValue(json, type);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the database holds what is no " + type + ": " + json, e);
      }
    }
  }

  /** Column {@code pool_policy.policy}. */
  @Converter
  public static class OfPolicy extends OfType<PoolPolicy> {
    public OfPolicy() {
      super(Json.mapper().constructType(PoolPolicy.class));
    }
  }

  /** Column {@code pool_policy_change.fields}. */
  @Converter
  public static class OfFieldChanges extends OfType<List<PolicyChange.FieldChange>> {
    public OfFieldChanges() {
      super(
          Json.mapper()
              .getTypeFactory()
              .constructCollectionType(List.class, PolicyChange.FieldChange.class));
    }
  }

  /** Column {@code pool_scaler.report}. */
  @Converter
  public static class OfReport extends OfType<ProviderReport> {
    public OfReport() {
      super(Json.mapper().constructType(ProviderReport.class));
    }
  }

  /** Column {@code scaling_decision.decision}. */
  @Converter
  public static class OfDecision extends OfType<ScalingDecision> {
    public OfDecision() {
      super(Json.mapper().constructType(ScalingDecision.class));
    }
  }

  /** Column {@code sample_set.images}. */
  @Converter
  public static class OfStoredFiles extends OfType<List<StoredFile>> {
    public OfStoredFiles() {
      super(Json.mapper().getTypeFactory().constructCollectionType(List.class, StoredFile.class));
    }
  }

  /** Column {@code job.sampled_weights}. */
  @Converter
  public static class OfStoredFile extends OfType<StoredFile> {
    public OfStoredFile() {
      super(Json.mapper().constructType(StoredFile.class));
    }
  }
}

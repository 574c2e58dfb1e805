package io.baton.api.lease;

import io.baton.api.persistence.JsonText;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.KeptWork;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/** What a node tells the claim, as {@code :name} in its text. */
enum ClaimParameter {
  NODE("node"),
  POOL("pool"),
  GPU("gpu"),
  GPU_MEMORY("gpuMemory"),
  LABELS("labels"),
  CACHED_MODELS("cachedModels"),
  KEPT_JOB("keptJob"),
  KEPT_ATTEMPT("keptAttempt"),
  KEPT_STEP("keptStep"),
  LEASE_MILLIS("leaseMillis");

  private final String text;

  ClaimParameter(String text) {
    this.text = text;
  }

  static ClaimParameter named(String text) {
    return Arrays.stream(values())
        .filter(parameter -> parameter.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no parameter is called " + text));
  }

  /**
   * Sets it at one of its places.
   *
   * @param at counted from 1
   */
  void set(PreparedStatement statement, int at, WorkRequest request, Duration lease)
      throws SQLException {
    NodeCapabilities capabilities = request.capabilities();
    switch (this) {
      case NODE -> statement.setString(at, request.node().value());
      case POOL -> statement.setString(at, request.pool().value());
      // No job asks for a GPU without a name.
      case GPU -> statement.setString(at, capabilities.gpu().orElse(""));
      case GPU_MEMORY -> statement.setLong(at, capabilities.gpuMemoryBytes().orElse(0L));
      case LABELS -> statement.setString(at, JsonText.of(capabilities.labels()));
      case CACHED_MODELS -> {
        Object[] names = capabilities.cachedBaseModels().stream().map(BaseModel::name).toArray();
        statement.setArray(at, statement.getConnection().createArrayOf("text", names));
      }
      case KEPT_JOB ->
          statement.setString(at, request.keeps().map(kept -> kept.job().value()).orElse(null));
      case KEPT_ATTEMPT ->
          statement.setInt(at, request.keeps().map(kept -> kept.attempt().number()).orElse(0));
      case KEPT_STEP -> statement.setInt(at, request.keeps().map(KeptWork::step).orElse(0));
      case LEASE_MILLIS -> statement.setLong(at, lease.toMillis());
    }
  }
}

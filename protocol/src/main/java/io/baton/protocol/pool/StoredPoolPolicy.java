package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * The policy of a pool.
 *
 * @param pool the pool's name
 * @param policy how it follows its demand; the defaults where nobody ever set one
 * @param updatedAt when an operator set it; absent: never
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StoredPoolPolicy(PoolName pool, PoolPolicy policy, Optional<Instant> updatedAt) {
  public StoredPoolPolicy {
    updatedAt = Fields.orDefault(updatedAt, Optional.empty());
  }
}

package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * The policy of a pool.
 *
 * @param pool the pool's name
 * @param policy how it follows its demand; the defaults where nobody ever set one
 * @param version counts its changes, at least 0; 0: nobody ever set one
 * @param updatedAt when it was changed last; absent: never
 * @param updatedBy the name of the key that changed it last; absent: nobody did
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StoredPoolPolicy(
    PoolName pool,
    PoolPolicy policy,
    long version,
    Optional<Instant> updatedAt,
    Optional<String> updatedBy) {
  public StoredPoolPolicy {
    updatedAt = Fields.orEmpty(updatedAt);
    updatedBy = Fields.orEmpty(updatedBy);
  }

  /** Whether an operator ever set it. */
  @JsonIgnore
  public boolean isSet() {
    return version > 0;
  }
}

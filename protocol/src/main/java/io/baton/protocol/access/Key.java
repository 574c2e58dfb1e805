package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an API key; never the key itself.
 *
 * @param id names it
 * @param name what it is for, 1 to 100 characters
 * @param role what its holder may do
 * @param owner whose things it reaches; absent unless its role is {@code user}
 * @param pool whose nodes it speaks for; absent unless its role is {@code node}
 * @param ending the last 4 characters of the key
 * @param createdBy the key that asked for it; absent if the service made it when it started
 * @param createdAt when it was made
 * @param expiresAt from when on it is refused; absent: never
 * @param lastUsedAt when it was used last, to about a minute; absent: never
 * @param revokedAt when it was revoked; absent: it is not
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Key(
    KeyId id,
    String name,
    Role role,
    Optional<OwnerName> owner,
    Optional<PoolName> pool,
    String ending,
    Optional<KeyId> createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt,
    Optional<Instant> revokedAt) {}

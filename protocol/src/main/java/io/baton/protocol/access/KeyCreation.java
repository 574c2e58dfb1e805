package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PoolName;
import java.util.Optional;

/**
 * Asks for a new API key.
 *
 * @param name what it is for, to tell keys apart; 1 to 100 characters
 * @param role what its holder may do; default {@code user}
 * @param owner whose things a key of role {@code user} reaches; default: the caller's owner, and
 *     required where the caller is an operator; absent for other roles
 * @param pool whose nodes a key of role {@code node} speaks for, required for that role; absent for
 *     others
 * @param expiresInSeconds how long it is valid, 60 to 315,360,000 (ten years) seconds; default:
 *     until it is revoked, or as long as the caller's key where a user asks
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record KeyCreation(
    String name,
    Role role,
    Optional<OwnerName> owner,
    Optional<PoolName> pool,
    Optional<Long> expiresInSeconds) {
  private static final long MIN_SECONDS = 60;
  private static final long MAX_SECONDS = 315_360_000;

  public KeyCreation {
    Fields.text("name", name, 100);
    role = Fields.orDefault(role, Role.USER);
    owner = Fields.orDefault(owner, Optional.empty());
    pool = Fields.orDefault(pool, Optional.empty());
    expiresInSeconds = Fields.orDefault(expiresInSeconds, Optional.empty());
    expiresInSeconds.ifPresent(
        seconds -> Fields.inRange("expiresInSeconds", seconds, MIN_SECONDS, MAX_SECONDS));
    if (owner.isPresent() && role != Role.USER) {
      throw new InvalidFieldException("owner", "is only for keys of role user");
    }
    if (pool.isPresent() && role != Role.NODE) {
      throw new InvalidFieldException("pool", "is only for keys of role node");
    }
    if (pool.isEmpty() && role == Role.NODE) {
      throw new InvalidFieldException("pool", "is missing: a node's key is for one pool");
    }
  }

  public static KeyCreation ofUser(String name, OwnerName owner) {
    return new KeyCreation(name, Role.USER, Optional.of(owner), Optional.empty(), Optional.empty());
  }

  public static KeyCreation ofPool(String name, PoolName pool) {
    return new KeyCreation(name, Role.NODE, Optional.empty(), Optional.of(pool), Optional.empty());
  }
}

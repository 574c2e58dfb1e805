package io.baton.api.key;

import io.baton.api.access.Caller;
import io.baton.api.access.OwnerScope;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes, lists and revokes keys. An operator does so with all of them; a user with those of its own
 * owner, and can neither give a new key more than its own may do nor make it last longer.
 */
@ApplicationScoped
public class Keys {
  private final KeyIdentityProvider identities;
  private final OperatorKeys operators;
  private final DatabaseClock clock;

  Keys(KeyIdentityProvider identities, OperatorKeys operators, DatabaseClock clock) {
    this.identities = identities;
    this.operators = operators;
    this.clock = clock;
  }

  /**
   * Makes a key.
   *
   * @param by the caller's own key
   */
  @Transactional
  public CreatedKey create(Caller caller, KeyId by, KeyCreation creation) {
    Instant now = clock.now();
    Optional<Instant> expiry = creation.expiresInSeconds().map(now::plusSeconds);
    ApiKey secret = ApiKey.random();
    KeyEntity key = row(secret, creation.name(), creation.role(), now);
    key.createdBy = by.value();
    if (creation.role() == Role.USER) {
      key.owner = owner(caller, creation).value();
    }
    key.pool = creation.pool().map(Object::toString).orElse(null);
    key.expiresAt = expiry.orElse(null);
    if (caller instanceof Caller.User) {
      requireUserKey(creation);
      key.expiresAt =
          noLaterThan(KeyEntity.<KeyEntity>findById(by.value()).expiresAt, key.expiresAt);
    }
    key.persist();
    return new CreatedKey(key.toRecord(), secret);
  }

  /** What the key is called. */
  @Transactional
  public String name(KeyId id) {
    return KeyEntity.<KeyEntity>findById(id.value()).name;
  }

  static KeyEntity row(ApiKey secret, String name, Role role, Instant now) {
    KeyEntity key = new KeyEntity();
    key.id = NewIds.withPrefix("key");
    key.sha256 = KeySecrets.sha256(secret);
    key.ending = KeySecrets.ending(secret);
    key.name = name;
    key.role = role;
    key.createdAt = now;
    return key;
  }

  private static OwnerName owner(Caller caller, KeyCreation creation) {
    if (caller instanceof Caller.User user) {
      OwnerName asked = creation.owner().orElse(user.owner());
      if (!asked.equals(user.owner())) {
        throw new ProblemException(
            ErrorCode.FORBIDDEN, "A user makes keys of its own owner, " + user.owner() + ", only.");
      }
      return asked;
    }
    return creation
        .owner()
        .orElseThrow(
            () -> new InvalidFieldException("owner", "is missing: a user's key is for one owner"));
  }

  private static void requireUserKey(KeyCreation creation) {
    if (creation.role() != Role.USER) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "A user makes keys of role user only; ask an operator for one of role "
              + creation.role().wireName()
              + ".");
    }
  }

  private static Instant noLaterThan(Instant bound, Instant asked) {
    return bound == null || (asked != null && asked.isBefore(bound)) ? asked : bound;
  }

  /**
   * Newest first.
   *
   * @param after the last key of the page before
   */
  @Transactional
  public KeyPage page(OwnerScope scope, Optional<KeyId> after, int limit) {
    Parameters parameters =
        Parameters.with("before", after.map(id -> startOfPage(scope, id)).orElse(Long.MAX_VALUE));
    StringBuilder where = new StringBuilder("sequence < :before");
    scope
        .only()
        .ifPresent(
            owner -> {
              where.append(" and owner = :owner");
              parameters.and("owner", owner.value());
            });
    List<KeyEntity> found =
        KeyEntity.<KeyEntity>find(where + " order by sequence desc", parameters)
            .page(0, limit + 1)
            .list();
    List<KeyEntity> page = found.subList(0, Math.min(limit, found.size()));
    return new KeyPage(
        page.stream().map(KeyEntity::toRecord).toList(),
        found.size() > limit ? Optional.of(page.get(limit - 1).id) : Optional.empty());
  }

  private static long startOfPage(OwnerScope scope, KeyId after) {
    return KeyEntity.<KeyEntity>findByIdOptional(after.value())
        .filter(key -> scope.covers(key.owner))
        .map(key -> key.sequence)
        .orElseThrow(
            () -> new InvalidFieldException("cursor", "must be the nextCursor of an earlier page"));
  }

  @Transactional
  public Key key(KeyId id) {
    return KeyEntity.<KeyEntity>findByIdOptional(id.value())
        .map(KeyEntity::toRecord)
        .orElseThrow(() -> noSuch(id));
  }

  /** Ends a key; ending it again changes nothing. */
  public Key revoke(OwnerScope scope, KeyId id) {
    KeyEntity revoked = QuarkusTransaction.requiringNew().call(() -> markRevoked(scope, id));
    // After the commit: a look-up ahead of it would remember the key as valid.
    identities.forget(revoked.sha256);
    return revoked.toRecord();
  }

  private KeyEntity markRevoked(OwnerScope scope, KeyId id) {
    KeyEntity key =
        KeyEntity.<KeyEntity>findByIdOptional(id.value())
            .filter(found -> scope.covers(found.owner))
            .orElseThrow(() -> noSuch(id));
    if (key.role == Role.OPERATOR) {
      requireAnotherOperator(key);
    }
    if (key.revokedAt == null) {
      key.revokedAt = clock.now();
    }
    return key;
  }

  private void requireAnotherOperator(KeyEntity key) {
    List<KeyEntity> valid = operators.lockValid();
    if (valid.size() == 1 && valid.get(0).id.equals(key.id)) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Key " + key.id + " is the only valid one of an operator; make another first.");
    }
  }

  private static ProblemException noSuch(KeyId id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no key " + id + ".");
  }
}

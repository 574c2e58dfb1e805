package io.baton.api.key;

import io.baton.api.access.Caller;
import io.baton.api.access.KnownCaller;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.pool.PoolName;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** An API key, or what is kept of it. */
@Entity
@Table(name = "api_key")
public class KeyEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(insertable = false, updatable = false)
  public long sequence;

  public String sha256;
  public String ending;
  public String name;
  public Role role;
  public String owner;
  public String pool;

  @Column(name = "created_by")
  public String createdBy;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "expires_at")
  public Instant expiresAt;

  @Column(name = "last_used_at")
  public Instant lastUsedAt;

  @Column(name = "revoked_at")
  public Instant revokedAt;

  Key toRecord() {
    return new Key(
        new KeyId(id),
        name,
        role,
        Optional.ofNullable(owner).map(OwnerName::new),
        Optional.ofNullable(pool).map(PoolName::new),
        ending,
        Optional.ofNullable(createdBy).map(KeyId::new),
        createdAt,
        Optional.ofNullable(expiresAt),
        Optional.ofNullable(lastUsedAt),
        Optional.ofNullable(revokedAt));
  }

  KnownCaller caller() {
    Caller caller =
        switch (role) {
          case USER -> new Caller.User(new OwnerName(owner));
          case NODE -> new Caller.PoolNode(new PoolName(pool));
          case OPERATOR -> new Caller.Operator();
        };
    return new KnownCaller(new KeyId(id), role, caller);
  }
}

package io.baton.api.pool.policy;

import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolName;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** Who changed what about a policy, and when. */
@Entity
@Table(name = "pool_policy_change")
public class PolicyChangeEntity extends PanacheEntityBase {
  @EmbeddedId public Key key;

  public Instant at;

  @Column(name = "by_key")
  public String byKey;

  @Convert(converter = JsonColumns.OfFieldChanges.class)
  public List<PolicyChange.FieldChange> fields;

  static PolicyChangeEntity of(PolicyChange change) {
    PolicyChangeEntity row = new PolicyChangeEntity();
    row.key = new Key(change.pool().value(), change.version());
    row.at = change.at();
    row.byKey = change.by();
    row.fields = change.fields();
    return row;
  }

  /** The newest first, from before a version on. */
  static List<PolicyChangeEntity> before(PoolName pool, long version, int limit) {
    return PolicyChangeEntity.<PolicyChangeEntity>find(
            "key.pool = ?1 and key.version < ?2 order by key.version desc", pool.value(), version)
        .page(0, limit)
        .list();
  }

  PolicyChange toRecord() {
    return new PolicyChange(new PoolName(key.pool), key.version, at, byKey, fields);
  }

  /** A version of a policy. */
  @Embeddable
  public record Key(String pool, long version) {}
}

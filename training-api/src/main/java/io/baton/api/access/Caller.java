package io.baton.api.access;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.pool.PoolName;
import java.util.Optional;

/** Who made a request. */
public sealed interface Caller {
  /** Whose jobs, datasets and events it may see. */
  OwnerScope scope();

  /** Whose the things are that it creates. */
  OwnerName owner();

  /** The pool whose nodes it may speak for; empty: of any. */
  Optional<PoolName> pool();

  /** Somebody who submits jobs. */
  record User(OwnerName owner) implements Caller {
    @Override
    public OwnerScope scope() {
      return OwnerScope.of(owner);
    }

    @Override
    public Optional<PoolName> pool() {
      throw new IllegalStateException("a user speaks for no node");
    }
  }

  /** A node of a pool. */
  record PoolNode(PoolName name) implements Caller {
    @Override
    public OwnerScope scope() {
      throw new IllegalStateException("a node owns nothing");
    }

    @Override
    public OwnerName owner() {
      throw new IllegalStateException("a node owns nothing");
    }

    @Override
    public Optional<PoolName> pool() {
      return Optional.of(name);
    }
  }

  /** Somebody who runs the service. */
  record Operator() implements Caller {
    private static final OwnerName NAME = new OwnerName("operator");

    @Override
    public OwnerScope scope() {
      return OwnerScope.EVERYTHING;
    }

    @Override
    public OwnerName owner() {
      return NAME;
    }

    @Override
    public Optional<PoolName> pool() {
      return Optional.empty();
    }
  }
}

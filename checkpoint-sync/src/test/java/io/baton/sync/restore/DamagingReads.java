package io.baton.sync.restore;

import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A store each of whose objects arrives damaged every other time. */
final class DamagingReads extends ForwardingStore {
  private final AtomicInteger reads = new AtomicInteger();

  DamagingReads(ObjectStore store) {
    super(store);
  }

  int reads() {
    return reads.get();
  }

  private boolean damages() {
    return reads.getAndIncrement() % 2 == 0;
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    super.get(key, target, limit, pace);
    if (damages()) {
      try {
        Files.write(target, new byte[(int) Files.size(target)]);
      } catch (IOException e) {
        throw SyncException.local("damaging", target, e);
      }
    }
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    byte[] bytes = super.get(key, limit);
    return damages() ? new byte[bytes.length] : bytes;
  }
}

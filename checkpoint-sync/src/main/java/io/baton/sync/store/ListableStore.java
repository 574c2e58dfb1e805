package io.baton.sync.store;

import java.util.List;
import java.util.Optional;

/** A store that can tell which objects it has. Presigned URLs cannot. */
public interface ListableStore extends ObjectStore {
  /**
   * All objects below {@code prefix}, that is whose key begins with {@code prefix/}, by key; of the
   * whole store when there is no prefix.
   */
  List<ObjectStat> list(Optional<ObjectKey> prefix);

  /**
   * The uploads in parts below {@code prefix} that nobody finished, oldest first.
   *
   * @throws io.baton.sync.SyncException with {@code STORAGE_REFUSED} when the server cannot list
   *     them
   */
  List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix);
}

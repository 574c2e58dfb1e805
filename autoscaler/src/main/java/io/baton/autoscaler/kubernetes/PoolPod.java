package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod of the pool that has not ended.
 *
 * @param uid another for every pod, also where the name is the same
 * @param node under which id it asks for work; empty where its environment does not tell
 * @param machine the Kubernetes node that it is on; empty: it is not scheduled
 * @param deleting whether it was told to end
 * @param deletionCost of its annotation; 0: it has none
 * @param owner the ReplicaSet or StatefulSet that made it
 * @param readySince when it became ready; empty: it is not
 * @param restarts of its containers
 * @param since when it began to run, if it does, else when it was made
 * @param obstacle why it does not run, in Kubernetes' words
 */
record PoolPod(
    String name,
    String uid,
    Optional<NodeId> node,
    Optional<String> machine,
    Phase phase,
    boolean deleting,
    int deletionCost,
    String owner,
    Instant created,
    Optional<Instant> readySince,
    int restarts,
    Instant since,
    Optional<String> obstacle) {
  /** In the order in which Kubernetes takes pods away. */
  enum Phase {
    PENDING,
    UNKNOWN,
    RUNNING
  }

  InstanceId id() {
    return new InstanceId(name + "/" + uid);
  }

  boolean running() {
    return phase != Phase.PENDING;
  }

  boolean ready() {
    return readySince.isPresent();
  }

  /** The number of a StatefulSet's pod. */
  int ordinal() {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  PoolPod withDeletionCost(int cost) {
    return new PoolPod(
        name,
        uid,
        node,
        machine,
        phase,
        deleting,
        cost,
        owner,
        created,
        readySince,
        restarts,
        since,
        obstacle);
  }
}

package io.baton.autoscaler.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a ReplicaSet is brought to delete exactly the pods that are named.
 *
 * <p>Of several pods it deletes those first that (1) are not scheduled, (2) are pending, then
 * unknown, then running, (3) are not ready, (4) have the lower deletion cost, (5) share their
 * machine with more pods of its own, (6) became ready later, (7) were restarted more often, (8)
 * were made later ({@code ActivePodsWithRanks} of Kubernetes' controllers). A low cost therefore
 * settles it only among pods that are alike in 1 to 3: where a pod that is to stay is not ready and
 * one that is to go is, the cost alone would let the wrong one go.
 *
 * @param mark pods that need the lowest cost
 * @param unmark pods that have it from an earlier scale-in that did not happen
 * @param exact whether fewer replicas then end exactly those that are named; if not they have to be
 *     deleted by name
 */
record ScaleIn(List<PoolPod> mark, List<PoolPod> unmark, boolean exact) {
  /** Of pods that go. */
  static final int LOWEST_COST = -1000;

  private static final Comparator<PoolPod> BY_STATE_AND_COST =
      Comparator.comparing((PoolPod pod) -> pod.machine().isPresent())
          .thenComparing(PoolPod::phase)
          .thenComparing(PoolPod::ready)
          .thenComparing(PoolPod::deletionCost);

  /** Those that go first, first; machines that several pods share are left out of account. */
  static final Comparator<PoolPod> FIRST_TO_GO =
      BY_STATE_AND_COST
          .thenComparing(pod -> pod.readySince().orElse(pod.created()), Comparator.reverseOrder())
          .thenComparing(PoolPod::restarts, Comparator.reverseOrder())
          .thenComparing(PoolPod::created, Comparator.reverseOrder())
          .thenComparing(PoolPod::uid);

  ScaleIn {
    mark = List.copyOf(mark);
    unmark = List.copyOf(unmark);
  }

  /**
   * Plans it.
   *
   * @param going pods that the ReplicaSet is about to delete already, or that are to go now
   * @param staying every other one that counts
   */
  static ScaleIn of(Collection<PoolPod> going, Collection<PoolPod> staying) {
    List<PoolPod> mark = going.stream().filter(pod -> pod.deletionCost() != LOWEST_COST).toList();
    List<PoolPod> unmark =
        staying.stream().filter(pod -> pod.deletionCost() == LOWEST_COST).toList();
    Optional<PoolPod> lastToGo =
        going.stream().map(pod -> pod.withDeletionCost(LOWEST_COST)).max(BY_STATE_AND_COST);
    boolean exact =
        staying.stream()
            .map(pod -> pod.deletionCost() == LOWEST_COST ? pod.withDeletionCost(0) : pod)
            .allMatch(
                stays ->
                    lastToGo
                        .filter(last -> BY_STATE_AND_COST.compare(last, stays) < 0)
                        .isPresent());
    return new ScaleIn(mark, unmark, exact);
  }
}

package io.baton.api.pool.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.work.NodeCapabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolKindsTest {
  private static final NodeRequirements ANYTHING = NodeRequirements.NONE;
  private static final NodeRequirements H100 = wanting(List.of("NVIDIA H100"), null, Map.of());
  private static final NodeRequirements BIG = wanting(List.of(), 80L, Map.of());
  private static final NodeRequirements ZONE_B = wanting(List.of(), null, Map.of("zone", "b"));

  @Test
  void pool_of_which_nothing_is_known_may_take_everything() {
    PoolKinds unknown = PoolKinds.of(Optional.empty(), List.of());

    assertThat(List.of(ANYTHING, H100, BIG, ZONE_B)).allMatch(unknown::mayTake);
  }

  @Test
  void pool_without_a_promise_is_what_its_nodes_said() {
    PoolKinds seen =
        PoolKinds.of(
            Optional.empty(),
            List.of(node(null, 0L, Map.of()), node("nvidia h100", 40L, Map.of("zone", "b"))));

    assertThat(List.of(ANYTHING, H100, ZONE_B)).allMatch(seen::mayTake);
    assertThat(seen.mayTake(BIG)).isFalse();
  }

  @Test
  void promise_stands_for_the_pool_also_while_it_has_no_node() {
    PoolKinds promised =
        PoolKinds.of(promise(List.of("nvidia h100"), 80L, Map.of("zone", "b")), List.of());

    assertThat(List.of(ANYTHING, H100, BIG, ZONE_B)).allMatch(promised::mayTake);
    PoolKinds other =
        PoolKinds.of(promise(List.of("RTX 4090"), 24L, Map.of("zone", "a")), List.of());
    assertThat(List.of(H100, BIG, ZONE_B)).noneMatch(other::mayTake);
    assertThat(other.mayTake(ANYTHING)).isTrue();
  }

  @Test
  void what_a_promise_leaves_open_is_told_by_the_nodes_that_keep_it() {
    Optional<NodeKind> zoneOnly = promise(List.of(), null, Map.of("zone", "b"));
    PoolKinds unseen = PoolKinds.of(zoneOnly, List.of());
    PoolKinds seen =
        PoolKinds.of(
            zoneOnly,
            List.of(
                node("RTX 4090", 24L, Map.of("zone", "b")), node("NVIDIA H100", 80L, Map.of())));

    assertThat(List.of(H100, BIG)).allMatch(unseen::mayTake);
    assertThat(List.of(H100, BIG)).noneMatch(seen::mayTake);
    assertThat(PoolKinds.of(promise(List.of(), null, Map.of()), List.of()).mayTake(ZONE_B))
        .isFalse();
  }

  private static NodeRequirements wanting(
      List<String> gpus, Long memory, Map<String, String> labels) {
    return new NodeRequirements(gpus, Optional.ofNullable(memory), new Labels(labels));
  }

  private static Optional<NodeKind> promise(
      List<String> gpus, Long memory, Map<String, String> labels) {
    return Optional.of(new NodeKind(gpus, Optional.ofNullable(memory), new Labels(labels)));
  }

  private static NodeCapabilities node(String gpu, Long memory, Map<String, String> labels) {
    return new NodeCapabilities(
        Optional.ofNullable(gpu), Optional.of(memory), List.of(), new Labels(labels));
  }
}

package io.baton.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.pool.PoolName;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class ScaleInPropertyTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final KubernetesPoolSettings SETTINGS =
      new KubernetesPoolSettings(
          new PoolName("gpu"), WorkloadKind.DEPLOYMENT, "gpu", "trainer", false);
  private static final Workload WORKLOAD =
      new Workload("uid", "1", 1, new LabelSelector(), 0, Optional.empty());

  /** What a pod may be like, and whether it is named to go. */
  record Drawn(
      boolean scheduled,
      String phase,
      boolean ready,
      Integer cost,
      int restarts,
      int age,
      boolean named) {}

  @Provide
  Arbitrary<Drawn> pods() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)),
            Arbitraries.frequency(
                Tuple.of(8, "Running"), Tuple.of(1, "Pending"), Tuple.of(1, "Unknown")),
            Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)),
            Arbitraries.of(0, 0, 0, 7, ScaleIn.LOWEST_COST, ScaleIn.LOWEST_COST - 1),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 50),
            Arbitraries.of(true, false))
        .as(Drawn::new);
  }

  @Property(tries = 300)
  void a_plan_that_is_called_exact_ends_the_named_pods_and_no_other(
      @ForAll @Size(max = 12) List<@From("pods") Drawn> drawn) {
    List<Pod> pods = made(drawn);
    Set<InstanceId> named = named(drawn, pods);
    ScaleIn plan = plan(pods, named);
    plan.mark().forEach(pod -> setCost(pods, pod, ScaleIn.LOWEST_COST));
    plan.unmark().forEach(pod -> setCost(pods, pod, 0));

    Set<InstanceId> ended = new HashSet<>();
    pods.stream()
        .sorted(new ReplicaSetRanking(pods))
        .limit(named.size())
        .forEach(pod -> ended.add(read(pod).id()));

    if (plan.exact()) {
      assertThat(ended).isEqualTo(named);
    }
  }

  @Property(tries = 300)
  void pods_that_are_all_ready_need_nothing_but_the_cost(
      @ForAll @Size(max = 12) List<@From("pods") Drawn> drawn) {
    List<Drawn> ready =
        drawn.stream()
            .map(
                d ->
                    new Drawn(
                        true,
                        "Running",
                        true,
                        Math.max(d.cost(), ScaleIn.LOWEST_COST),
                        d.restarts(),
                        d.age(),
                        d.named()))
            .toList();
    List<Pod> pods = made(ready);
    Set<InstanceId> named = named(ready, pods);

    assertThat(plan(pods, named).exact()).isEqualTo(!named.isEmpty() || pods.isEmpty());
  }

  @Property(tries = 300)
  void only_costs_that_change_are_set(@ForAll @Size(max = 12) List<@From("pods") Drawn> drawn) {
    List<Pod> pods = made(drawn);
    Set<InstanceId> named = named(drawn, pods);
    ScaleIn plan = plan(pods, named);

    assertThat(plan.mark()).allMatch(pod -> pod.deletionCost() != ScaleIn.LOWEST_COST);
    assertThat(plan.mark()).allMatch(pod -> named.contains(pod.id()));
    assertThat(plan.unmark()).allMatch(pod -> pod.deletionCost() == ScaleIn.LOWEST_COST);
    assertThat(plan.unmark()).noneMatch(pod -> named.contains(pod.id()));
  }

  private static ScaleIn plan(List<Pod> pods, Set<InstanceId> named) {
    List<PoolPod> read = pods.stream().map(ScaleInPropertyTest::read).toList();
    return ScaleIn.of(
        read.stream().filter(pod -> named.contains(pod.id())).toList(),
        read.stream().filter(pod -> !named.contains(pod.id())).toList());
  }

  private static PoolPod read(Pod pod) {
    return PodReader.read(pod, SETTINGS, WORKLOAD).orElseThrow();
  }

  private static Set<InstanceId> named(List<Drawn> drawn, List<Pod> pods) {
    Set<InstanceId> named = new HashSet<>();
    for (int i = 0; i < drawn.size(); i++) {
      if (drawn.get(i).named()) {
        named.add(read(pods.get(i)).id());
      }
    }
    return named;
  }

  private static void setCost(List<Pod> pods, PoolPod changed, int cost) {
    pods.stream()
        .filter(pod -> pod.getMetadata().getUid().equals(changed.uid()))
        .forEach(
            pod ->
                pod.getMetadata()
                    .setAnnotations(Map.of(PodReader.DELETION_COST, Integer.toString(cost))));
  }

  private static List<Pod> made(List<Drawn> drawn) {
    List<Pod> pods = new ArrayList<>();
    for (Drawn each : drawn) {
      pods.add(made(each, pods.size()));
    }
    return pods;
  }

  private static Pod made(Drawn drawn, int number) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("trainer-7c9d-" + number)
            .withUid("uid-" + number)
            .withLabels(Map.of("pod-template-hash", "7c9d"))
            .withAnnotations(Map.of(PodReader.DELETION_COST, drawn.cost().toString()))
            .withCreationTimestamp(START.plusSeconds(drawn.age()).toString())
            .addNewOwnerReference()
            .withController(true)
            .withKind("ReplicaSet")
            .withName("trainer-7c9d")
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName(drawn.scheduled() ? "machine-" + drawn.age() % 5 : null)
            .endSpec()
            .withNewStatus()
            .withPhase(drawn.phase())
            .withContainerStatuses(
                new ContainerStatusBuilder().withRestartCount(drawn.restarts()).build())
            .endStatus();
    if (drawn.ready()) {
      pod.editStatus()
          .withConditions(
              new PodConditionBuilder()
                  .withType("Ready")
                  .withStatus("True")
                  .withLastTransitionTime(START.plusSeconds(drawn.age()).toString())
                  .build())
          .endStatus();
    }
    return pod.build();
  }
}

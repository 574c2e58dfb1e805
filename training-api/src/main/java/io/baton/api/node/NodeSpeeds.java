package io.baton.api.node;

import io.baton.api.job.JobEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast nodes are at the classes of work that they did. */
@ApplicationScoped
public class NodeSpeeds {
  // Half of the figure is the newest attempt: a node that throttles shows soon.
  private static final String RECORD =
      """
      insert into node_speed (node_id, work_class, base_model, gpu, steps_per_second, attempts, measured_at)
      select id, :class, :model, coalesce(gpu, ''), :speed, 1, baton_now() from node where id = :node
      on conflict (node_id, work_class) do update set
        steps_per_second = case when node_speed.gpu = excluded.gpu
          then (node_speed.steps_per_second + excluded.steps_per_second) / 2
          else excluded.steps_per_second end,
        gpu = excluded.gpu,
        attempts = node_speed.attempts + 1,
        measured_at = excluded.measured_at
      """;
  private static final String COMPARABLE =
      """
      select node_id, work_class, gpu, steps_per_second from node_speed
      where (work_class, gpu) in (select work_class, gpu from node_speed where node_id in (:nodes))
      """;

  private final EntityManager entities;

  NodeSpeeds(EntityManager entities) {
    this.entities = entities;
  }

  /** Takes the speed that the job's newest attempt reported last, where it reported one. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(JobEntity job) {
    if (job.stepsPerSecond == null || job.stepsPerSecond <= 0) {
      return;
    }
    entities
        .createNativeQuery(RECORD)
        .setParameter("class", WorkClass.of(job.spec).text())
        .setParameter("model", job.spec.baseModel().name())
        .setParameter("speed", job.stepsPerSecond)
        .setParameter("node", job.nodeId)
        .executeUpdate();
  }

  /** Of each of these nodes the classes of work that it did, beside its peers. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<String, List<RelativeSpeed.ClassSpeed>> of(Collection<String> nodes) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(COMPARABLE, Tuple.class)
            .setParameter("nodes", nodes)
            .getResultList();
    Map<Comparable, Map<String, Double>> speeds = new HashMap<>();
    for (Tuple row : rows) {
      speeds
          .computeIfAbsent(
              new Comparable(row.get(1, String.class), row.get(2, String.class)),
              key -> new HashMap<>())
          .put(row.get(0, String.class), row.get(3, Double.class));
    }
    Map<String, List<RelativeSpeed.ClassSpeed>> byNode = new HashMap<>();
    for (Map<String, Double> comparable : speeds.values()) {
      for (String node : nodes) {
        Double own = comparable.get(node);
        if (own != null) {
          Map<String, Double> others = new HashMap<>(comparable);
          others.remove(node);
          byNode
              .computeIfAbsent(node, key -> new ArrayList<>())
              .add(new RelativeSpeed.ClassSpeed(own, List.copyOf(others.values())));
        }
      }
    }
    return byNode;
  }

  private record Comparable(String workClass, String gpu) {}
}

package io.baton.api.background;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which task is due and which replica runs it. Each change compares and sets in one statement, on
 * the database's clock; should that clock be set back, no task waits for the time it showed before.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class TaskTable {
  private static final String REGISTER =
      """
      insert into scheduled_task (name, every_millis, next_at) values (:name, :everyMillis, baton_now())
      on conflict (name) do update set every_millis = excluded.every_millis
        where scheduled_task.every_millis <> excluded.every_millis
      """;
  private static final String TAKE =
      """
      with due as (
        select name from scheduled_task
        where name in (:names)
          and (next_at <= baton_now()
            or next_at > baton_now() + every_millis * interval '1 millisecond')
          and (held_until is null or held_until <= baton_now()
            or held_until > baton_now() + 2 * :holdMillis * interval '1 millisecond')
        for update skip locked
      )
      update scheduled_task task set
        takeovers = task.takeovers + case when task.holder is null then 0 else 1 end,
        run = task.run + 1,
        holder = :replica,
        held_until = baton_now() + :holdMillis * interval '1 millisecond',
        started_at = baton_now(),
        next_at = baton_now() + task.every_millis * interval '1 millisecond'
      from due where task.name = due.name
      returning task.name, task.run
      """;
  private static final String RENEW =
      """
      update scheduled_task set held_until = baton_now() + :holdMillis * interval '1 millisecond'
      where name = :name and run = :run and holder = :replica
      """;
  private static final String FINISH =
      """
      update scheduled_task set
        last_holder = holder, last_started_at = started_at, last_ended_at = baton_now(),
        last_outcome = :outcome, last_problem = cast(:problem as text),
        holder = null, held_until = null
      where name = :name and run = :run and holder = :replica
      """;
  private static final String GIVE_BACK =
      """
      update scheduled_task set holder = null, held_until = null, next_at = baton_now()
      where name = :name and run = :run and holder = :replica
      """;

  private final EntityManager entities;

  TaskTable(EntityManager entities) {
    this.entities = entities;
  }

  /** Makes a task known; one that was never run is due at once. */
  public void register(String name, Duration every) {
    entities
        .createNativeQuery(REGISTER)
        .setParameter("name", name)
        .setParameter("everyMillis", every.toMillis())
        .executeUpdate();
  }

  /** Takes those tasks that are due and that no living replica runs; the number of each run. */
  public Map<String, Long> take(Collection<String> names, String replica, Duration hold) {
    if (names.isEmpty()) {
      return Map.of();
    }
    @SuppressWarnings("unchecked")
    List<Tuple> taken =
        entities
            .createNativeQuery(TAKE, Tuple.class)
            .setParameter("names", names)
            .setParameter("replica", replica)
            .setParameter("holdMillis", hold.toMillis())
            .getResultList();
    Map<String, Long> runs = new HashMap<>();
    taken.forEach(row -> runs.put(row.get(0, String.class), row.get(1, Long.class)));
    return runs;
  }

  /** False when another replica has taken the run over. */
  public boolean renew(TaskRun run, String replica, Duration hold) {
    return of(RENEW, run, replica).setParameter("holdMillis", hold.toMillis()).executeUpdate() == 1;
  }

  /**
   * Writes down how a run ended; false when another replica has taken it over.
   *
   * @param problem why it failed; empty when it did not
   */
  public boolean finish(TaskRun run, String replica, Optional<String> problem) {
    return of(FINISH, run, replica)
            .setParameter("outcome", problem.isPresent() ? "failed" : "succeeded")
            .setParameter("problem", problem.orElse(null))
            .executeUpdate()
        == 1;
  }

  /** Leaves a run that did not end to whoever is next. */
  public void giveBack(TaskRun run, String replica) {
    of(GIVE_BACK, run, replica).executeUpdate();
  }

  private Query of(String sql, TaskRun run, String replica) {
    return entities
        .createNativeQuery(sql)
        .setParameter("name", run.task())
        .setParameter("run", run.number())
        .setParameter("replica", replica);
  }
}

package io.baton.it.bench;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What is left of a hundred days of work, written behind the service's back: most jobs have ended,
 * a hundredth runs, every tenth has a label.
 */
final class LongList {
  private static final List<String> STEPS =
      List.of(
          """
          update job set created_at = now() - (select max(sequence) from job) * interval '1 second'
            + (sequence - %1$d / 2) * interval '86 seconds'
          """,
          """
          update job set status = (array['completed', 'completed', 'completed', 'failed', 'canceled'])[1 + sequence %% 5],
            ended_at = created_at + interval '1 hour', step = total_steps, loss = 0.1
          where sequence %% 10 < 8
          """,
          """
          insert into node (id, pool, host, process_id, labels, first_seen_at, last_seen_at, online_since)
          values ('node-1', 'bench', 'host-1', 1, '{}', now(), now(), now())
          """,
          """
          update job set status = 'running', attempt = 1, granted_steps = total_steps, node_id = 'node-1', node_pool = 'bench',
            lease_expires_at = now() + interval '1 hour', lease_watch_at = now() + interval '1 hour',
            attempt_started_at = now(), started_at = now(), step = 100, steps_per_second = 1.1
          where sequence %% 100 = 9
          """,
          """
          update job set labels = '{"team": "red"}' where sequence %% 10 = 5
          """,
          """
          insert into job_label (job_id, term, owner, created_at, sequence)
          select id, term, owner, created_at, sequence from job, (values ('team'), ('team=red')) label (term)
          where sequence %% 10 = 5
          """);

  private final java.sql.Connection database;

  LongList(java.sql.Connection database) {
    this.database = database;
  }

  /**
   * Spreads the jobs that wait over statuses and days.
   *
   * @param jobs how many there are
   */
  void age(int jobs) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String step : STEPS) {
        statement.execute(step.formatted(jobs));
      }
      // As autovacuum leaves it.
      statement.execute("vacuum (analyze) job, job_label");
      statement.execute("checkpoint");
    }
  }
}

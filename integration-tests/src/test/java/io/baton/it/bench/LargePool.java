package io.baton.it.bench;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * A pool as it is after days of work, written behind the service's back: nodes with attempts behind
 * them, measured speeds and bans, most of them with a job.
 */
final class LargePool {
  private static final String NODES =
      """
      insert into node (id, pool, host, process_id, gpu, gpu_memory, labels, first_seen_at, last_seen_at, online_since)
      select 'large-' || i, 'large', 'host-' || i, 1,
        case when i %% 2 = 0 then 'NVIDIA GeForce RTX 4090' else 'NVIDIA GeForce RTX 3090' end,
        25769803776, '{"zone": "a"}', now() - interval '1 day', now(), now() - interval '1 day'
      from generate_series(1, %d) i
      """;

  /** The first jobs in line are held; each node has ended five attempts of others before. */
  private static final String ATTEMPTS =
      """
      insert into attempt (job_id, number, node_id, pool, started_at, ended_at, outcome, resumed_from_step, last_step)
      select job.id, 100 + i, 'large-' || (1 + (n * 7 + i) %% %1$d), 'large', now() - interval '5 hours',
        now() - i * interval '40 minutes', case when i = 5 and n %% 50 = 0 then 'failed' else 'drained' end, 0, 10
      from (select id, row_number() over () as n from job limit %1$d) job, generate_series(1, 5) i
      """;

  private static final String HOLD =
      """
      with held as (
        select id, row_number() over (order by sequence) as n from job
        where status = 'pending' order by sequence limit %d
      )
      update job set status = 'running', attempt = 1, granted_steps = total_steps, node_id = 'large-' || n,
        node_pool = 'large', lease_expires_at = now() + interval '1 hour', lease_watch_at = now() + interval '1 hour',
        attempt_started_at = now() - interval '10 minutes', started_at = now() - interval '10 minutes', step = 100,
        steps_per_second = 1.1, steps_at_risk = 7, seconds_at_risk = 6.4
      from held where job.id = held.id
      """;
  private static final String SPEEDS =
      """
      insert into node_speed (node_id, work_class, base_model, gpu, steps_per_second, attempts, measured_at)
      select node.id, 'class-' || c, 'stabilityai/stable-diffusion-xl-base-1.0', node.gpu,
        1 + random() / 10, 5, now()
      from node, generate_series(1, 2) c where node.pool = 'large'
      """;
  private static final String BANS =
      """
      insert into job_ban (job_id, node_id, reason, created_at)
      select job.id, 'large-' || (1 + (n * 13 + i) %% %1$d), 'failed there', now()
      from (select id, row_number() over (order by sequence) as n from job where status = 'pending' limit %1$d) job,
        generate_series(1, 2) i
      on conflict do nothing
      """;

  private final java.sql.Connection database;
  private final PoolScale scale;

  LargePool(java.sql.Connection database, PoolScale scale) {
    this.database = database;
    this.scale = scale;
  }

  /** The queue holds all jobs, those that are to run included. */
  void build() throws SQLException {
    execute(NODES.formatted(scale.nodes()));
    execute(ATTEMPTS.formatted(scale.nodes()));
    execute(HOLD.formatted(scale.busy()));
    execute(SPEEDS);
    execute(BANS.formatted(scale.nodes()));
    execute("vacuum analyze");
  }

  /** As if they all had sent a heartbeat: none is offline. */
  void seen() throws SQLException {
    execute("update node set last_seen_at = now() where pool = 'large'");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}

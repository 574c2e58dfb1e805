package io.baton.api.node;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.config.NodesConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;

/**
 * Notices nodes that fell silent, that came back, and that were not heard of for long. A node that
 * somebody else is changing is left to the next look: of two that change many, none waits.
 */
@ApplicationScoped
public class PresenceTask implements ClusterTask {
  private static final String SILENT =
      """
      with silent as (
        update node set online = false, online_since = last_seen_at
        where id in (
          select id from node
          where online and last_seen_at <= baton_now() - :millis * interval '1 millisecond'
          for no key update skip locked)
        returning id, last_seen_at
      )
      insert into node_event (node_id, type, at, text)
      select id, 'node.offline', baton_now(),
        'Not heard of since '
          || to_char(last_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '.'
      from silent
      """;
  private static final String BACK =
      """
      with back as (
        update node set online = true, online_since = last_seen_at, forgotten_at = null
        where id in (
          select id from node
          where not online and last_seen_at > baton_now() - :millis * interval '1 millisecond'
          for no key update skip locked)
        returning id
      )
      insert into node_event (node_id, type, at, text)
      select id, 'node.online', baton_now(), 'Heard of again.' from back
      """;
  // A node that had attempts is part of the history of jobs.
  private static final String DELETE =
      """
      delete from node where last_seen_at <= baton_now() - :millis * interval '1 millisecond'
        and not exists (select from attempt where attempt.node_id = node.id)
        and not exists (select from job_ban where job_ban.node_id = node.id)
      """;
  private static final String FORGET =
      """
      update node set forgotten_at = baton_now()
      where forgotten_at is null and last_seen_at <= baton_now() - :millis * interval '1 millisecond'
      """;

  private final EntityManager entities;
  private final NodesConfig config;

  PresenceTask(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.config = config.nodes();
  }

  @Override
  public String name() {
    return "node-presence";
  }

  @Override
  public Duration every() {
    return config.presenceInterval();
  }

  @Override
  public void run(TaskRun run) {
    look();
  }

  void look() {
    execute(SILENT, config.offlineAfter());
    execute(BACK, config.offlineAfter());
    execute(DELETE, config.forgetAfter());
    execute(FORGET, config.forgetAfter());
  }

  private void execute(String sql, Duration silence) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(sql)
                    .setParameter("millis", silence.toMillis())
                    .executeUpdate());
  }
}

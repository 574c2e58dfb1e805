package io.baton.api.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.TestTables;
import io.baton.protocol.event.EventType;

/** What must be true of the tables after every step. */
record QueueInvariants(TestTables tables) {
  void requireAll() {
    requireNone(
        "an ended job has an open attempt, or a held one has not exactly one",
        """
        select id from job where (status = 'running') <> (exists (
          select from attempt a where a.job_id = job.id and a.outcome is null
            and a.number = job.attempt))
          or (select count(*) from attempt a where a.job_id = job.id and a.outcome is null) > 1
        """);
    requireNone(
        "attempts are not numbered 1, 2, 3",
        """
        select job.id from job left join attempt on attempt.job_id = job.id group by job.id
        having count(attempt.id) <> job.attempt or coalesce(max(number), 0) <> job.attempt
        """);
    requireNone(
        "interruptions and failures are not what the attempts say",
        """
        select id from job where
          interruptions <> (select count(*) from attempt where job_id = job.id
            and outcome in ('lost', 'drained') and number > counted_after_attempt)
          or failures <> (select count(*) from attempt where job_id = job.id
            and outcome = 'failed' and number > counted_after_attempt)
          or (failures >= max_failures or interruptions >= max_interruptions)
            and status not in ('failed', 'canceled')
        """);
    requireNone(
        "a node got a job again that it had failed, and nobody had retried",
        """
        select a.job_id from attempt a join attempt f on f.job_id = a.job_id
          and f.node_id = a.node_id and f.outcome = 'failed' and a.number > f.number
        join job on job.id = f.job_id and f.number > job.counted_after_attempt
        """);
    requireNone(
        "a job ended more often than its owner reopened it, or its events do not say that it did",
        """
        select id from job where (select count(*) from event where job_id = job.id
          and type in ('job.completed', 'job.failed', 'job.canceled'))
          <> (case when status in ('completed', 'failed', 'canceled') then 1 else 0 end)
          + (select count(*) from event where job_id = job.id
            and (type = 'job.retried' or type = 'job.extended' and text like '%goes on from%'
              or type = 'job.restarted' and (select f.type from event f
                where f.job_id = event.job_id and f.sequence < event.sequence
                order by f.sequence desc limit 1) in ('job.completed', 'job.failed', 'job.canceled')))
        """);
    requireNone(
        "events tell of other starts than there were",
        """
        select id from job where (select count(*) from event where job_id = job.id
          and type = '%s') <> job.attempt
        """
            .formatted(EventType.STARTED.wireName()));
    requireNone(
        "something happened after the end",
        """
        select e.job_id from event e join event f on f.job_id = e.job_id
          and f.type in ('job.completed', 'job.failed', 'job.canceled')
          and e.sequence > f.sequence
        where not exists (select from event r where r.job_id = e.job_id
          and r.type in ('job.retried', 'job.extended', 'job.restarted')
          and r.sequence between f.sequence and e.sequence)
        """);
  }

  void requireNone(String complaint, String query) {
    assertThat(tables.rows(query)).as(complaint).isEmpty();
  }
}

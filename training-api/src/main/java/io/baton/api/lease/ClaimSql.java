package io.baton.api.lease;

import io.baton.protocol.work.WorkRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of the claim. A node that kept work of a lost attempt, newer than what is committed,
 * gets that job before any other, for the work would be lost with any other node; so that it need
 * not wait for the lease that it gave up itself, naming the attempt ends it. Else in line are: jobs
 * that lost their node, the longest lost first (running ones count once their lease has lapsed,
 * whether or not anybody noticed; those that this interruption or their budget ends are left to
 * {@link LeaseLapse}); then jobs that wait, by priority, then those whose base model the node has,
 * then first come first served.
 *
 * <p>Jobs of one class ({@code job.claim_class}) want the same of a node. The recursive parts step
 * from class to class through an index, one look each; of the classes that the node satisfies the
 * first few jobs are merged into the line. Only the job that is taken is locked: a lock on any
 * other would hide it from nodes that ask at the same time. Bans are looked up for jobs in line
 * only, so they hide nothing behind them.
 *
 * <p>The lock is the weakest that an update takes: rows that are inserted meanwhile and refer to
 * the job, such as its events, do not make a claim pass it over.
 *
 * <p>The length of the line is written into the text: as a parameter it would make PostgreSQL plan
 * each claim anew.
 *
 * @param parameters in the order of their places
 */
record ClaimSql(String text, List<ClaimParameter> parameters) {
  private static final Pattern NAME = Pattern.compile(":([A-Za-z]+)");

  /** Whether a node satisfies what {@code NodeRequirements.metBy} asks. */
  private static final String NODE_FITS =
      """
      (gpus = '[]' or exists (select from jsonb_array_elements_text(gpus) gpu where lower(gpu) = lower(:gpu)))
          and coalesce(min_gpu_memory, 0) <= :gpuMemory and node_labels <@ cast(:labels as jsonb)\
      """;

  private static final String NOT_BANNED =
      "not exists (select from job_ban where job_ban.job_id = job.id and job_ban.node_id = :node)";

  private static final String TEMPLATE =
      """
      with recursive barred as (
        select from node where id = :node and (draining_since is not null or quarantined_until > baton_now())
      ), kept as (
        select job.id, job.status, job.attempt, job.node_id, job.step from job
        where id = cast(:keptJob as text) and ended_at is null and :keptStep > coalesce(last_checkpoint_step, 0)
          and :keptAttempt > restarted_after_attempt
          and (lease_expires_at <= baton_now() or (node_id = :node and attempt = :keptAttempt))
          and (status = 'interrupted' or (status = 'running'
            and interruptions + 1 < max_interruptions and not job_over_budget(job, baton_now())))
          and not exists (select from barred)
          and {NODE_FITS} and {NOT_BANNED}
        for no key update of job skip locked
      ), lost_class as (
        (select claim_class, gpus, min_gpu_memory, node_labels from job
         where lost_since is not null and not exists (select from barred)
         order by claim_class, lost_since limit 1)
        union all
        select next.* from lost_class former cross join lateral (
          select claim_class, gpus, min_gpu_memory, node_labels from job
          where lost_since is not null and claim_class > former.claim_class
          order by claim_class, lost_since limit 1) next
      ), lost_line as (
        select id, since from (
          select head.id, head.since from lost_class cross join lateral (
            select id, lost_since as since from job
            where claim_class = lost_class.claim_class and lost_since <= baton_now()
            order by lost_since limit {LENGTH}) head
          where {NODE_FITS}
          union all
          select id, lease_expires_at from job
          where lease_watch_at <= baton_now() and lease_expires_at <= baton_now()
            and interruptions + 1 < max_interruptions and not job_over_budget(job, baton_now())
            and not exists (select from barred)
            and {NODE_FITS}
        ) lost_job
        order by since limit {LENGTH}
      ), lost as (
        select job.id, job.status, job.attempt, job.node_id, job.step
        from lost_line line join job on job.id = line.id
        where job.status <> 'pending' and job.ended_at is null and job.lease_expires_at <= baton_now()
          and {NOT_BANNED} and not exists (select from kept)
        order by line.since
        limit 1
        for no key update of job skip locked
      ), pending_class as (
        (select claim_class, base_model, gpus, min_gpu_memory, node_labels, priority, sequence from job
         where status = 'pending' and not exists (select from barred)
           and not exists (select from kept) and not exists (select from lost) and (select count(*) from lost_line) < {LENGTH}
         order by claim_class, priority desc, sequence limit 1)
        union all
        select next.* from pending_class former cross join lateral (
          select claim_class, base_model, gpus, min_gpu_memory, node_labels, priority, sequence from job
          where status = 'pending' and claim_class > former.claim_class
          order by claim_class, priority desc, sequence limit 1) next
      ), fitting_class as (
        select claim_class, base_model = any(cast(:cachedModels as text[])) as cached from pending_class
        where {NODE_FITS}
        order by priority desc, cached desc, sequence limit {LENGTH}
      ), pending_line as (
        select head.id, head.priority, fitting_class.cached, head.sequence
        from fitting_class cross join lateral (
          select id, priority, sequence from job
          where status = 'pending' and claim_class = fitting_class.claim_class
          order by priority desc, sequence limit {LENGTH}) head
        order by priority desc, cached desc, sequence limit {LENGTH}
      ), waiting as (
        select job.id, job.status, job.attempt, job.node_id, job.step
        from pending_line line join job on job.id = line.id
        where job.status = 'pending' and {NOT_BANNED}
        order by line.priority desc, line.cached desc, line.sequence
        limit 1
        for no key update of job skip locked
      ), picked as (
        select * from kept union all select * from lost union all select * from waiting
      ), claimed as (
        update job set
          status = 'running',
          attempt = job.attempt + 1,
          granted_steps = job.total_steps,
          node_id = :node,
          node_pool = :pool,
          lease_expires_at = baton_now() + :leaseMillis * interval '1 millisecond',
          lease_watch_at = baton_now() + :leaseMillis * interval '1 millisecond',
          lost_since = null,
          interruptions = job.interruptions + case when picked.status = 'running' then 1 else 0 end,
          spent_seconds = job.spent_seconds
            + case when picked.status = 'running' then job_held_seconds(job, baton_now()) else 0 end,
          spent_cost = job.spent_cost
            + case when picked.status = 'running' and job.attempt_price is not null
              then job_held_seconds(job, baton_now()) * job.attempt_price / 3600 else 0 end,
          unpriced_seconds = job.unpriced_seconds
            + case when picked.status = 'running' and job.attempt_price is null
              then job_held_seconds(job, baton_now()) else 0 end,
          attempt_started_at = baton_now(),
          attempt_price = (select node_price_per_hour from pool_policy where pool = :pool),
          step = coalesce(job.last_checkpoint_step, 0),
          phase = 'preparing',
          phase_since = baton_now(),
          loss = null,
          steps_per_second = null,
          steps_at_risk = null,
          seconds_at_risk = null,
          reason = null,
          started_at = coalesce(job.started_at, baton_now()),
          updated_at = baton_now()
        from picked
        where job.id = picked.id
        returning job.id, picked.status, picked.attempt, picked.node_id, picked.step
      )
      select
        claimed.id as id, claimed.status as former_status, claimed.attempt as former_attempt,
        claimed.node_id as former_node, claimed.step as former_step, baton_now() as claimed_at,
        (select count(*) from lost_line) >= {LENGTH}
          or (select count(*) from pending_line) >= {LENGTH} as more_in_line
      from (values (1)) always left join claimed on true
      """;

  /**
   * The claim that looks at the first jobs in line.
   *
   * @param length at how many
   */
  static ClaimSql lookingAt(int length) {
    String named =
        TEMPLATE
            .replace("{NODE_FITS}", NODE_FITS)
            .replace("{NOT_BANNED}", NOT_BANNED)
            .replace("{LENGTH}", Integer.toString(length));
    List<ClaimParameter> inOrder =
        NAME.matcher(named).results().map(found -> ClaimParameter.named(found.group(1))).toList();
    return new ClaimSql(NAME.matcher(named).replaceAll("?"), inOrder);
  }

  PreparedStatement prepare(Connection connection, WorkRequest request, Duration lease)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).set(statement, i + 1, request, lease);
    }
    return statement;
  }
}

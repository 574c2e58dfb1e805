-- Until PostgreSQL 17 no column with a default is added to a table whose row type a function takes: they are made again below.
drop function job_over_budget(job, timestamptz);
drop function job_held_seconds(job, timestamptz);

alter table job
  -- Attempts up to this one came before its owner had the job go back to an earlier checkpoint: what nodes kept of them is void.
  add column restarted_after_attempt  integer not null default 0,
  -- Of a job that draws the sample images of another: that one went back behind the step, which is drawn anew.
  add column sampled_undone           boolean not null default false;
drop index job_sampling;
create unique index job_sampling on job (sampled_job_id, sampled_step)
  where sampled_job_id is not null and not sampled_undone;

-- A job that went back completes once more; at each length one completion counts.
alter table attempt add column undone boolean not null default false;
drop index attempt_completed;
create unique index attempt_completed on attempt (job_id, last_step) where outcome = 'completed' and not undone;

-- How long the newest attempt has held a job by an instant, in seconds.
create function job_held_seconds(j job, until timestamptz) returns double precision language sql immutable
  return greatest(0, extract(epoch from least(until, j.lease_expires_at) - j.attempt_started_at))::double precision;

-- Whether a running job's budget of time or money is used up by an instant.
create function job_over_budget(j job, until timestamptz) returns boolean language sql immutable
  return coalesce(j.spent_seconds - j.excused_seconds + job_held_seconds(j, until) >= j.max_runtime_seconds, false)
    or coalesce(j.spent_cost - j.excused_cost
      + job_held_seconds(j, until) * coalesce(j.attempt_price, 0) / 3600 >= j.max_cost, false);

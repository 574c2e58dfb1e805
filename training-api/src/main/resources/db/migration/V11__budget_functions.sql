-- Before PostgreSQL 17 no table can be rewritten whose row type a function takes: a migration that adds a computed column
-- to job drops these first and makes them again.

-- How long the newest attempt has held a job by an instant, in seconds.
create function job_held_seconds(j job, until timestamptz) returns double precision language sql immutable
  return greatest(0, extract(epoch from least(until, j.lease_expires_at) - j.attempt_started_at))::double precision;

-- Whether a running job's budget of time or money is used up by an instant.
create function job_over_budget(j job, until timestamptz) returns boolean language sql immutable
  return coalesce(j.spent_seconds - j.excused_seconds + job_held_seconds(j, until) >= j.max_runtime_seconds, false)
    or coalesce(j.spent_cost - j.excused_cost
      + job_held_seconds(j, until) * coalesce(j.attempt_price, 0) / 3600 >= j.max_cost, false);

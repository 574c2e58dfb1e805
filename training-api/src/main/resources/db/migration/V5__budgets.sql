alter table job
  -- Images of its class, for prior preservation.
  add column class_dataset_id    text references dataset (id),
  -- When the newest attempt took it, and what an hour of its node costs; a null price is not known.
  add column attempt_started_at  timestamptz,
  add column attempt_price       double precision,
  -- What the attempts that have ended used: for how long nodes held the job, what that cost, and how much of it had no price.
  add column spent_seconds       double precision not null default 0,
  add column spent_cost          double precision not null default 0,
  add column unpriced_seconds    double precision not null default 0,
  -- What of that does not count towards the budgets any more, since the owner gave the job another chance.
  add column excused_seconds     double precision not null default 0,
  add column excused_cost        double precision not null default 0;
update job set attempt_started_at = attempt.started_at, attempt_price = attempt.price_per_hour
  from attempt where attempt.job_id = job.id and attempt.number = job.attempt;
create index job_of_class_dataset on job (class_dataset_id) where class_dataset_id is not null;
create index job_on_budget on job (id) where status = 'running' and (max_runtime_seconds is not null or max_cost is not null);

-- How often a pool loses its nodes is read from its last attempts.
alter table attempt add column pool text;
update attempt set pool = node.pool from node where node.id = attempt.node_id;
create index attempt_of_pool on attempt (pool, id);

-- From its place on the node's disk to its place in storage.
alter table checkpoint add column upload_seconds double precision;

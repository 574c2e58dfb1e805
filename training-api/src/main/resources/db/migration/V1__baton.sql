-- Every instant that the queue decides by comes from here. Tests replace this function to move the clock.
create function baton_now() returns timestamptz
  language sql stable parallel safe
  return statement_timestamp();

create table node (
  id             text primary key,
  pool           text not null,
  host           text not null,
  process_id     bigint not null,
  gpu            text,
  gpu_memory     bigint,
  first_seen_at  timestamptz not null,
  last_seen_at   timestamptz not null
);
create index node_seen on node (last_seen_at);

create table dataset (
  id          text primary key,
  name        text not null,
  status      text not null check (status in ('open', 'ready')),
  -- Counts announcements, so that a file announced while others are checked is not taken for checked.
  revision    bigint not null default 0,
  created_at  timestamptz not null
);

create table dataset_file (
  dataset_id  text not null references dataset (id) on delete cascade,
  name        text not null,
  size        bigint not null check (size > 0),
  sha256      text not null,
  primary key (dataset_id, name)
);

create table job (
  id                 text primary key,
  -- First come, first served; also the key of paging.
  sequence           bigint generated always as identity unique,
  status             text not null
    check (status in ('pending', 'running', 'interrupted', 'completed', 'failed', 'canceled')),
  spec               text not null,
  dataset_id         text not null references dataset (id),
  total_steps        integer not null,
  priority           integer not null,
  max_failures       integer not null,
  max_interruptions  integer not null,
  keep_checkpoints   integer not null,
  webhook_url        text,
  webhook_secret     text,
  -- The newest attempt, 0 before the first: the fencing token.
  attempt            integer not null default 0,
  node_id            text references node (id),
  -- When the newest attempt's lease ends or ended. Nobody holds the job from then on.
  lease_expires_at   timestamptz,
  step               integer not null default 0,
  phase              text,
  loss               double precision,
  steps_per_second   double precision,
  -- The newest committed step.
  last_checkpoint_step  integer,
  failures           integer not null default 0,
  interruptions      integer not null default 0,
  reason             text,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  started_at         timestamptz,
  ended_at           timestamptz,
  -- When to delete what the policy does not keep; null when there is nothing to delete.
  sweep_at           timestamptz,
  check ((status in ('running', 'interrupted')) <= (attempt > 0 and lease_expires_at is not null)),
  check ((status in ('completed', 'failed', 'canceled')) = (ended_at is not null))
);
-- The claim reads the head of these two, however many jobs there are.
create index job_waiting on job (priority desc, sequence) where status = 'pending';
create index job_leased on job (lease_expires_at) where status in ('running', 'interrupted');
create index job_by_status on job (status, sequence desc);
create index job_of_node on job (node_id) where status = 'running';
create index job_to_sweep on job (sweep_at) where sweep_at is not null;

create table job_ban (
  job_id      text not null references job (id) on delete cascade,
  node_id     text not null references node (id),
  reason      text not null,
  created_at  timestamptz not null,
  primary key (job_id, node_id)
);

create table attempt (
  id                 bigint generated always as identity primary key,
  job_id             text not null references job (id) on delete cascade,
  number             integer not null check (number > 0),
  node_id            text not null references node (id),
  started_at         timestamptz not null,
  ended_at           timestamptz,
  outcome            text check (outcome in ('completed', 'drained', 'lost', 'failed', 'canceled')),
  reason             text,
  resumed_from_step  integer not null,
  last_step          integer not null,
  steps_lost         integer not null default 0,
  log_tail           text,
  unique (job_id, number),
  check ((outcome is null) = (ended_at is null))
);
-- A job is held by one attempt and completes once, whatever the code above believes.
create unique index attempt_open on attempt (job_id) where outcome is null;
create unique index attempt_completed on attempt (job_id) where outcome = 'completed';

create table checkpoint (
  id               bigint generated always as identity primary key,
  job_id           text not null references job (id) on delete cascade,
  step             integer not null check (step > 0),
  attempt          integer not null,
  manifest_key     text not null,
  manifest_sha256  text not null,
  bytes            bigint not null,
  loss             double precision,
  committed_at     timestamptz not null,
  -- Retention gave it up: no attempt starts from it, its objects are being deleted.
  retired_at       timestamptz,
  unique (job_id, step, attempt)
);
create index checkpoint_retired on checkpoint (job_id) where retired_at is not null;

create table artifact_file (
  job_id   text not null references job (id) on delete cascade,
  name     text not null,
  attempt  integer not null,
  step     integer not null,
  key      text not null,
  size     bigint not null,
  sha256   text not null,
  primary key (job_id, name)
);

-- The outbox: written in the transaction that changes the job, relayed afterwards, kept as the job's history.
create table event (
  sequence    bigint generated always as identity primary key,
  job_id      text not null references job (id) on delete cascade,
  type        text not null,
  at          timestamptz not null,
  attempt     integer,
  node_id     text,
  step        integer,
  text        text not null,
  relayed_at  timestamptz
);
create index event_of_job on event (job_id, sequence);
create index event_unrelayed on event (sequence) where relayed_at is null;

create table webhook_delivery (
  event_sequence    bigint primary key references event (sequence) on delete cascade,
  job_id            text not null references job (id) on delete cascade,
  type              text not null,
  url               text not null,
  status            text not null check (status in ('pending', 'delivered', 'given-up')),
  tries             integer not null default 0,
  next_try_at       timestamptz,
  -- Until then one sender has it; a sender that died loses it then.
  sending_until     timestamptz,
  last_http_status  integer,
  last_problem      text,
  delivered_at      timestamptz,
  check ((status = 'pending') = (next_try_at is not null))
);
create index webhook_due on webhook_delivery (next_try_at) where status = 'pending';
create index webhook_of_job on webhook_delivery (job_id, event_sequence);

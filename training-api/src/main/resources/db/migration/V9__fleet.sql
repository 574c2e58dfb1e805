-- Scheduled work: each row is run by one replica at a time, whoever takes it first when it is due.
create table scheduled_task (
  name             text primary key,
  every_millis     bigint not null check (every_millis > 0),
  next_at          timestamptz not null,
  -- Counts runs: the fencing token of whoever runs it.
  run              bigint not null default 0,
  -- The replica that runs it now. It renews held_until; from then on any other may take the run over.
  holder           text,
  held_until       timestamptz,
  started_at       timestamptz,
  -- How often a run was taken over from a replica that fell silent.
  takeovers        bigint not null default 0,
  last_holder      text,
  last_started_at  timestamptz,
  last_ended_at    timestamptz,
  last_outcome     text check (last_outcome in ('succeeded', 'failed')),
  last_problem     text,
  check ((holder is null) = (held_until is null))
);

alter table node
  -- As the presence task saw it last, and since when.
  add column online             boolean not null default true,
  add column online_since       timestamptz not null default baton_now(),
  -- Gets no work until then; its running attempt is told to drain.
  add column quarantined_until  timestamptz,
  add column quarantined_at     timestamptz,
  add column quarantine_reason  text,
  -- Gets no work while this is set; its running attempt is told to drain.
  add column draining_since     timestamptz,
  add column drain_reason       text,
  -- Failures before that do not count towards a quarantine: an operator or a quarantine's end gave it another chance.
  add column cleared_at         timestamptz,
  -- Not heard of for so long that lists leave it out.
  add column forgotten_at       timestamptz,
  add check ((quarantined_until is null) = (quarantine_reason is null)),
  add check ((draining_since is null) = (drain_reason is null));
create index node_of_pool on node (pool, id);
create index node_quarantined on node (quarantined_until) where quarantined_until is not null;

-- What happened to a node, for operators.
create table node_event (
  sequence  bigint generated always as identity primary key,
  node_id   text not null references node (id) on delete cascade,
  type      text not null,
  at        timestamptz not null,
  text      text not null
);
create index node_event_of_node on node_event (node_id, sequence);

-- Of a failed attempt, or set by an operator.
alter table job_ban add column by_operator boolean not null default false;
create index job_ban_of_node on job_ban (node_id, job_id);

alter table attempt
  -- The speed that it reported last, in optimizer steps.
  add column steps_per_second  double precision,
  -- Of a failed attempt: what the node said it was.
  add column failure_class     text,
  -- When it was known to have done a step of its own.
  add column first_step_at     timestamptz;
create index attempt_of_node on attempt (node_id, ended_at);
create index attempt_failed on attempt (ended_at) where outcome = 'failed';
create index attempt_before_first_step on attempt (job_id) where outcome is null and first_step_at is null;

-- How fast a node is at one class of work: the newest speeds weigh most.
create table node_speed (
  node_id           text not null references node (id) on delete cascade,
  work_class        text not null,
  base_model        text not null,
  -- Empty for nodes that train on their CPU.
  gpu               text not null,
  steps_per_second  double precision not null check (steps_per_second > 0),
  attempts          integer not null check (attempts > 0),
  measured_at       timestamptz not null,
  primary key (node_id, work_class)
);
create index node_speed_of_class on node_speed (work_class, gpu);

alter table pool_policy
  add column min_nodes            integer not null default 0 check (min_nodes >= 0),
  add column max_nodes            integer not null default 10 check (max_nodes >= 1),
  add column jobs_per_node        integer not null default 1 check (jobs_per_node >= 1),
  add column idle_seconds         integer not null default 300 check (idle_seconds >= 0),
  add column drain_seconds        integer not null default 120 check (drain_seconds >= 0),
  add column target_wait_seconds  integer not null default 300 check (target_wait_seconds >= 0),
  add check (min_nodes <= max_nodes);

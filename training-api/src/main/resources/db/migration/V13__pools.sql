alter table pool_policy
  -- The whole policy as JSON; node_price_per_hour says the price again, for claims. The columns that V9 added are what the
  -- version of the service before reads.
  add column policy      text not null default '{}',
  -- Counts changes, from 1.
  add column version     bigint not null default 1,
  -- The name of the key that changed it last; null: not known.
  add column updated_by  text;
update pool_policy set policy = jsonb_strip_nulls(jsonb_build_object(
  'minReplicas', min_nodes, 'maxReplicas', max_nodes, 'jobsPerNode', jobs_per_node, 'idleSeconds', idle_seconds,
  'drainSeconds', drain_seconds, 'nodePricePerHour', node_price_per_hour))::text;

create table pool_policy_change (
  pool     text not null references pool_policy (pool) on delete cascade,
  -- Of the policy that it made.
  version  bigint not null,
  at       timestamptz not null,
  by_key   text not null,
  -- What was changed, as JSON.
  fields   text not null,
  primary key (pool, version)
);

-- Which autoscaler may act on a pool, and what it said last of the pool's provider. Whoever records a decision locks the row.
create table pool_scaler (
  pool        text primary key,
  holder      text not null,
  held_since  timestamptz not null,
  held_until  timestamptz not null,
  beat_at     timestamptz not null,
  report      text
);

create table scaling_decision (
  sequence  bigint generated always as identity primary key,
  pool      text not null,
  action    text not null,
  -- When it was made first and last, and how often in a row.
  at        timestamptz not null,
  last_at   timestamptz not null,
  times     integer not null default 1 check (times > 0),
  decision  text not null
);
create index scaling_decision_of_pool on scaling_decision (pool, sequence desc);
create index scaling_decision_of_action on scaling_decision (pool, action, sequence desc);
create index scaling_decision_age on scaling_decision (last_at);

-- A pool once a minute, for charts.
create table pool_sample (
  pool           text not null,
  at             timestamptz not null,
  claimable      integer not null,
  requested      integer,
  running_nodes  integer not null,
  busy_nodes     integer not null,
  cost_per_hour  double precision,
  primary key (pool, at)
);
create index pool_sample_age on pool_sample (at);

-- Who wants the node empty while draining_since is set; null: an operator.
alter table node add column drain_by text check (drain_by in ('operator', 'autoscaler'));

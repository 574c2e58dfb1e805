-- Things of installations from before owners belong to the operator.
alter table dataset add column owner text not null default 'operator';
alter table dataset alter column owner drop default;

alter table job
  add column owner text not null default 'operator',
  add column labels jsonb not null default '{}',
  add column base_model text not null default '',
  -- Which nodes may take it; null and empty stand for any.
  add column gpus jsonb not null default '[]',
  add column min_gpu_memory bigint,
  add column node_labels jsonb not null default '{}',
  add column max_runtime_seconds bigint,
  add column max_cost double precision,
  -- The pool of the newest attempt's node, when it took the job.
  add column node_pool text;
update job set base_model = spec::jsonb ->> 'baseModel';
update job set node_pool = node.pool from node where node.id = job.node_id;
alter table job alter column owner drop default, alter column base_model drop default;

alter table node add column labels jsonb not null default '{}';

-- How a pool is sized, and what its nodes cost.
create table pool_policy (
  pool                 text primary key,
  node_price_per_hour  double precision check (node_price_per_hour >= 0),
  updated_at           timestamptz not null
);

-- What the node's hour cost when the attempt started; null: unknown.
alter table attempt add column price_per_hour double precision;

alter table job
  -- What would be lost with the node that trains, as it said last; null while nobody trains. No index may hold these.
  add column steps_at_risk    integer,
  add column seconds_at_risk  double precision;

-- What training lost to a checkpoint, as the node measured it last before this commit; null: not measured.
alter table checkpoint add column cost_seconds double precision check (cost_seconds >= 0);

-- What a checkpoint costs at one class of work in a pool: the newest attempts weigh most.
create table checkpoint_cost (
  pool            text not null,
  work_class      text not null,
  cost_seconds    double precision not null check (cost_seconds >= 0),
  -- From the disk to storage.
  upload_seconds  double precision check (upload_seconds >= 0),
  attempts        integer not null check (attempts > 0),
  measured_at     timestamptz not null,
  primary key (pool, work_class)
);

-- The order in which events are given out to those who follow them. Sequences are drawn before the transactions commit
-- and so become visible in any order; positions are given out by one publisher at a time, after the commits. Null until then.
alter table event add column position bigint;
update event set position = sequence;
create unique index event_position on event (position) where position is not null;
create index event_unpublished on event (sequence) where position is null;

-- The newest position. Its row is the publisher's lock.
create table event_feed (
  id        boolean primary key default true check (id),
  position  bigint not null
);
insert into event_feed (position) select coalesce(max(position), 0) from event;

-- A line in a chart of a job: loss, learning rate, ...
create table metric_series (
  id      bigint generated always as identity primary key,
  job_id  text not null references job (id) on delete cascade,
  name    text not null,
  -- The newest attempt of the job that has measured something.
  attempt integer not null,
  unique (job_id, name)
);

create table metric_point (
  series_id  bigint not null references metric_series (id) on delete cascade,
  step       integer not null,
  value      double precision not null,
  primary key (series_id, step)
);

-- What a trainer printed, as it came; the oldest parts go when there is too much of an attempt.
create table log_part (
  job_id      text not null references job (id) on delete cascade,
  attempt     integer not null,
  -- Lines are counted from 0 over the attempt.
  first_line  bigint not null,
  lines       integer not null check (lines > 0),
  text        text not null,
  -- Bytes that the attempt has printed up to the end of this part.
  ends_at     bigint not null,
  primary key (job_id, attempt, first_line)
);

-- Objects that come in parts. A row stays until its upload is complete and its attempt over, or until storage has been told to give it up.
create table multipart_upload (
  id            text primary key,
  job_id        text not null references job (id) on delete cascade,
  attempt       integer not null,
  key           text not null,
  size          bigint not null,
  part_size     bigint not null,
  -- The storage's name for it; null until storage has answered.
  storage_id    text,
  started_at    timestamptz not null,
  completed_at  timestamptz
);
create index multipart_upload_of_job on multipart_upload (job_id, attempt);

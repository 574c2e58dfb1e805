-- When the node began with the phase; says nothing while the phase is null.
alter table job add column phase_since timestamptz;

-- Some of an attempt's heartbeats, spread over its time: as many at the start of an attempt of days as of one of
-- seconds, then fewer and fewer. A table of its own, since its rows change far more often than those of attempts.
create table attempt_pulse (
  attempt_id       bigint primary key references attempt (id) on delete cascade,
  -- The next one is kept when so much time has passed.
  spacing_seconds  integer not null check (spacing_seconds > 0),
  newest_at        timestamptz not null,
  at               timestamptz[] not null,
  step             integer[] not null
) with (fillfactor = 50);

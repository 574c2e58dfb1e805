-- Jobs that the same nodes may take, and that want the same base model, are of one class. A claim looks at the head of each
-- class, so what is first in line for other nodes costs one look, however much of it there is.
alter table job
  add column claim_class uuid not null generated always as (
    md5(base_model || ' ' || gpus::text || ' ' || coalesce(min_gpu_memory::text, '-') || ' ' || node_labels::text)::uuid
  ) stored,
  -- When the lease of an interrupted job ended; null in any other status.
  add column lost_since timestamptz,
  -- When to look next whether a running job's lease has lapsed, never later than its end; null in any other status.
  -- Heartbeats move the lease and not this, so they change no column that an index holds: such updates stay within
  -- the row's page and touch no index. No index may hold lease_expires_at, step, phase, loss, steps_per_second or updated_at.
  add column lease_watch_at timestamptz;
update job set lost_since = lease_expires_at where status = 'interrupted';
update job set lease_watch_at = lease_expires_at where status = 'running';
alter table job set (fillfactor = 80);

drop index job_waiting;
drop index job_leased;
create index job_pending on job (claim_class, priority desc, sequence) where status = 'pending';
create index job_lost on job (claim_class, lost_since) where lost_since is not null;
create index job_watched on job (lease_watch_at) where lease_watch_at is not null;

create function job_keep_claim_columns() returns trigger language plpgsql as $$
begin
  new.lost_since := case when new.status = 'interrupted' then new.lease_expires_at end;
  new.lease_watch_at := case when new.status = 'running' then least(new.lease_watch_at, new.lease_expires_at) end;
  return new;
end $$;
-- False for heartbeats: they do not pay for the function.
create trigger job_keep_claim_columns before insert or update on job for each row
  when ((new.status = 'interrupted') <> (new.lost_since is not null) or new.lost_since <> new.lease_expires_at
    or (new.status = 'running') <> (new.lease_watch_at is not null) or new.lease_watch_at > new.lease_expires_at)
  execute function job_keep_claim_columns();

-- Nodes that wait for work are woken by whatever makes a job claimable, whoever does it.
create function job_became_claimable() returns trigger language plpgsql as $$
begin
  perform pg_notify('baton_work', '');
  return null;
end $$;
create trigger job_submitted after insert on job for each row
  when (new.status = 'pending') execute function job_became_claimable();
create trigger job_given_back after update on job for each row
  when (new.status in ('pending', 'interrupted') and old.status <> new.status) execute function job_became_claimable();

-- Every heartbeat notes that its node was seen.
drop index node_seen;
alter table node set (fillfactor = 50);

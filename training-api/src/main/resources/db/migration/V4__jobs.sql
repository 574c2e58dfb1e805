alter table job
  -- Attempts up to this one do not count for the budgets: the job was retried after it.
  add column counted_after_attempt integer not null default 0,
  -- total_steps as the newest attempt was told them; less once the job was extended while it ran.
  add column granted_steps integer;
update job set granted_steps = total_steps where attempt > 0;

-- Pages go by (created_at, sequence). Every list is a union over the statuses asked for, each the head of one of these.
drop index job_by_status;
create index job_by_status on job (status, created_at, sequence);
create index job_of_owner on job (owner, status, created_at, sequence);
create index job_of_dataset on job (dataset_id, status, created_at, sequence);
drop index job_of_node;
create index job_of_node on job (node_id, status, created_at, sequence) where node_id is not null;

-- A job's labels, twice each: as 'key' and as 'key=value'. The rest are columns of the job that never change.
create table job_label (
  job_id      text not null references job (id) on delete cascade,
  term        text not null,
  owner       text not null,
  created_at  timestamptz not null,
  sequence    bigint not null,
  primary key (job_id, term)
);
create index job_label_of_all on job_label (term, created_at, sequence);
create index job_label_of_owner on job_label (owner, term, created_at, sequence);
insert into job_label (job_id, term, owner, created_at, sequence)
select job.id, label.term, job.owner, job.created_at, job.sequence
from job
  cross join lateral jsonb_each_text(job.labels) as each_label (key, value)
  cross join lateral (values (each_label.key), (each_label.key || '=' || each_label.value)) as label (term);

-- A job completes at most once at each length: an extended one completes again, later.
drop index attempt_completed;
create unique index attempt_completed on attempt (job_id, last_step) where outcome = 'completed';
alter table attempt drop constraint attempt_outcome_check;
alter table attempt add constraint attempt_outcome_check
  check (outcome in ('completed', 'drained', 'lost', 'failed', 'canceled', 'extended'));

-- What jobs must have in common for their speeds to be compared; set when an attempt ends that reported a speed.
alter table attempt add column work_class text;
create index attempt_measured on attempt (work_class, id) where work_class is not null;

-- Answers to requests that carried an Idempotency-Key, given again when the request comes again.
create table idempotency (
  owner        text not null,
  key          text not null,
  -- Of method, address and body.
  fingerprint  text not null,
  status       integer not null,
  location     text,
  body         text not null,
  expires_at   timestamptz not null,
  primary key (owner, key)
);
create index idempotency_expired on idempotency (expires_at);

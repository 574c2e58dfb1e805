create table webhook (
  id                     text primary key,
  sequence               bigint generated always as identity unique,
  owner                  text not null,
  -- The one job that it was given with; null: it hears of all of its owner's jobs.
  job_id                 text unique references job (id) on delete cascade,
  url                    text not null,
  -- Host and port: what one bad server can hold up.
  receiver               text not null,
  -- Null: all that webhooks carry.
  types                  text[],
  -- As the service's keys for secrets encrypted them, or plain where there are none.
  secret                 text not null,
  previous_secret        text,
  previous_secret_until  timestamptz,
  disabled_at            timestamptz,
  disabled_reason        text,
  created_at             timestamptz not null,
  updated_at             timestamptz not null,
  check ((disabled_at is null) = (disabled_reason is null)),
  check ((previous_secret is null) = (previous_secret_until is null))
);
create index webhook_of_owner on webhook (owner, sequence desc) where job_id is null;

insert into webhook (id, owner, job_id, url, receiver, secret, created_at, updated_at)
select 'webhook-' || substr(md5(id), 1, 16), owner, id, webhook_url,
  lower(substring(webhook_url from '://([^/?#]+)')), webhook_secret, created_at, created_at
from job where webhook_url is not null;
alter table job drop column webhook_secret;

-- An event is planned once, however often a broker brings it.
alter table event add column planned_at timestamptz;
drop index event_unrelayed;
create index event_unrelayed on event (position) where relayed_at is null;
update event set planned_at = at
where exists (select from webhook_delivery where event_sequence = event.sequence);

alter table webhook_delivery
  -- The event's reference stands for it: a second one would lock the job's row whenever a delivery is planned, and
  -- claims skip rows that are locked.
  drop constraint webhook_delivery_job_id_fkey,
  drop constraint webhook_delivery_pkey,
  drop constraint webhook_delivery_check,
  alter column event_sequence drop not null,
  alter column job_id drop not null,
  add column id bigint generated always as identity primary key,
  -- What receivers get as webhook-id.
  add column message_id text,
  add column webhook_id text references webhook (id) on delete cascade,
  add column owner text,
  add column receiver text,
  add column created_at timestamptz,
  add column tried_at timestamptz,
  -- Tries of earlier rounds; the schedule counts from there.
  add column tries_before integer not null default 0;
alter table webhook_delivery rename column delivered_at to ended_at;
update webhook_delivery delivery set
  message_id = 'evt_' || event_sequence,
  webhook_id = webhook.id,
  owner = webhook.owner,
  receiver = webhook.receiver,
  created_at = event.at,
  ended_at = case when delivery.status = 'pending' then null else coalesce(ended_at, event.at) end
from webhook, event
where webhook.job_id = delivery.job_id and event.sequence = delivery.event_sequence;
alter table webhook_delivery
  drop column url,
  alter column message_id set not null,
  alter column webhook_id set not null,
  alter column owner set not null,
  alter column receiver set not null,
  alter column created_at set not null,
  add unique (webhook_id, message_id),
  add check ((status = 'pending') = (ended_at is null)),
  add check (next_try_at is null or status = 'pending'),
  -- A test event is nobody's event.
  add check ((event_sequence is null) = (job_id is null));

-- Pending without next_try_at waits for an earlier event of its job.
drop index webhook_due;
create index webhook_due on webhook_delivery (receiver, next_try_at)
  where status = 'pending' and next_try_at is not null;
create index webhook_in_flight on webhook_delivery (sending_until) where sending_until is not null;
create index webhook_queue on webhook_delivery (webhook_id, job_id, event_sequence)
  where status = 'pending';
drop index webhook_of_job;
create index webhook_of_job on webhook_delivery (job_id, id);
create index webhook_of_event on webhook_delivery (event_sequence);
create index webhook_log on webhook_delivery (webhook_id, id desc);
create index webhook_ended on webhook_delivery (ended_at) where ended_at is not null;

create table webhook_try (
  delivery_id  bigint not null references webhook_delivery (id) on delete cascade,
  number       integer not null check (number > 0),
  at           timestamptz not null,
  url          text not null,
  http_status  integer,
  problem      text,
  millis       bigint not null,
  primary key (delivery_id, number)
);

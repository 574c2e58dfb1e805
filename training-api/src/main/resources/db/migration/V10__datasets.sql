alter table dataset
  drop constraint dataset_status_check,
  add constraint dataset_status_check
    check (status in ('open', 'validating', 'ready', 'invalid')),
  -- Sums over dataset_file, for lists.
  add column files integer not null default 0,
  add column images integer not null default 0,
  add column bytes bigint not null default 0,
  -- A zip that holds files; unpacked into dataset_file when the dataset is finalized.
  add column archive_size bigint check (archive_size > 0),
  add column archive_sha256 text,
  add column archive_unpacked boolean not null default false,
  -- When a replica is to go on with the check. The one that works on it keeps this in the future.
  add column validate_at timestamptz,
  -- How often a replica took the check up without finishing it.
  add column validation_tries integer not null default 0,
  add column problems jsonb not null default '[]',
  add column notes jsonb not null default '[]',
  -- Its owner deleted it. The row stays as long as jobs name it.
  add column deleted_at timestamptz,
  -- When to delete from storage what the dataset does not keep; null when there is nothing.
  add column sweep_at timestamptz,
  add check ((archive_size is null) = (archive_sha256 is null)),
  add check ((status = 'validating') = (validate_at is not null)),
  add check (status <> 'validating' or deleted_at is null);

alter table dataset_file
  add column kind text not null
    generated always as (
      case
        when name = 'metadata.jsonl' then 'metadata'
        when lower(name) like '%.txt' then 'caption'
        else 'image'
      end) stored,
  add column from_archive boolean not null default false,
  -- When it was found good or bad; null: not yet. Announcing the name anew takes that back.
  add column checked_at timestamptz,
  add column problem text,
  add column width integer,
  add column height integer;

update dataset set
  files = counted.files, images = counted.images, bytes = counted.bytes
from (
  select dataset_id, count(*) as files, count(*) filter (where kind = 'image') as images,
    sum(size) as bytes
  from dataset_file group by dataset_id) counted
where counted.dataset_id = dataset.id;

create index dataset_newest on dataset (created_at desc, id desc) where deleted_at is null;
create index dataset_of_owner on dataset (owner, created_at desc, id desc) where deleted_at is null;
create index dataset_to_validate on dataset (validate_at) where validate_at is not null;
create index dataset_to_sweep on dataset (sweep_at) where sweep_at is not null;
create index dataset_file_to_check on dataset_file (dataset_id, name) where checked_at is null;

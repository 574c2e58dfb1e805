create table api_key (
  id            text primary key,
  sequence      bigint generated always as identity unique,
  -- SHA-256 of the key as hexadecimal. The key is 256 random bits: nobody finds it by guessing, so a slow, salted
  -- hash would protect nothing more and cost every request.
  sha256        text not null unique check (length(sha256) = 64),
  ending        text not null,
  name          text not null,
  role          text not null check (role in ('user', 'node', 'operator')),
  owner         text,
  pool          text,
  created_by    text references api_key (id),
  created_at    timestamptz not null,
  expires_at    timestamptz,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  check ((role = 'user') = (owner is not null)),
  check ((role = 'node') = (pool is not null))
);
create index api_key_of_owner on api_key (owner, sequence desc) where owner is not null;
create index api_key_of_operators on api_key (sequence) where role = 'operator' and revoked_at is null;

-- Somebody who signed in to the dashboard with an API key, and has not signed out.
create table dashboard_session (
  -- Of the cookie; the cookie itself is nowhere.
  sha256      text primary key,
  key_id      text not null references api_key (id) on delete cascade,
  created_at  timestamptz not null,
  expires_at  timestamptz not null
);
create index dashboard_session_expiry on dashboard_session (expires_at);

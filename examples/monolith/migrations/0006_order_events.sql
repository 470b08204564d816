-- Written in the transaction of what happened, so that an event exists if and only if it did.
create table order_events (
  position bigint generated always as identity primary key,
  event_id uuid not null unique,
  type text not null,
  payload jsonb not null,
  recorded_at timestamptz not null default now()
);

-- One row for each receiver that has had an event: a receiver that is new has had none.
create table order_event_deliveries (
  receiver text not null,
  event_id uuid not null references order_events (event_id) on delete cascade,
  outcome text not null check (outcome in ('taken', 'refused')),
  delivered_at timestamptz not null default now(),
  primary key (receiver, event_id)
);

create table warehouses (
  code text primary key,
  name text not null
);

-- What is reserved is not stored: it is the sum of the held lines, so an expired hold frees its
-- units without a job.
create table stock (
  sku text not null,
  warehouse text not null references warehouses (code),
  on_hand integer not null check (on_hand >= 0),
  updated_at timestamptz not null,
  primary key (sku, warehouse)
);

create table reservations (
  id uuid primary key,
  order_id integer not null check (order_id > 0),
  status text not null check (status in ('held', 'committed', 'released', 'expired')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- One open reservation per order; this index is what makes the POST idempotent under a race.
create unique index reservations_open_order on reservations (order_id)
  where status in ('held', 'committed');

create table reservation_lines (
  reservation_id uuid not null references reservations (id) on delete cascade,
  sku text not null,
  warehouse text not null,
  quantity integer not null check (quantity > 0),
  primary key (reservation_id, sku, warehouse)
);

create index reservation_lines_sku on reservation_lines (sku);

create table movements (
  id uuid primary key,
  sku text not null,
  warehouse text not null,
  quantity integer not null check (quantity <> 0),
  reason text not null,
  on_hand integer not null,
  recorded_at timestamptz not null
);

create table consumed_events (
  source text not null,
  event_id text not null,
  type text not null,
  outcome text not null,
  consumed_at timestamptz not null,
  primary key (source, event_id)
);

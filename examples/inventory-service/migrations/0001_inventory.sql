create table warehouses (
  code text primary key,
  name text not null
);

create table stock (
  sku text not null,
  warehouse text not null references warehouses (code),
  on_hand integer not null check (on_hand >= 0),
  updated_at timestamptz not null,
  primary key (sku, warehouse)
);

create table reservations (
  id text primary key,
  order_id text not null,
  status text not null check (status in ('held', 'confirmed', 'released', 'expired')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- One open reservation per order; this index is what makes the POST idempotent under a race.
create unique index reservations_open_order on reservations (order_id)
  where status in ('held', 'confirmed');

create table reservation_lines (
  reservation_id text not null references reservations (id) on delete cascade,
  sku text not null,
  quantity integer not null check (quantity > 0),
  primary key (reservation_id, sku)
);

create index reservation_lines_sku on reservation_lines (sku);

create table movements (
  id text primary key,
  sku text not null,
  warehouse text not null references warehouses (code),
  quantity integer not null check (quantity <> 0),
  reason text not null,
  on_hand integer not null,
  recorded_at timestamptz not null
);

create table consumed_events (
  event_id text not null,
  source text not null,
  type text not null,
  outcome text not null,
  consumed_at timestamptz not null,
  primary key (source, event_id)
);

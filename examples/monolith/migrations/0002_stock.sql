create table warehouses (
  code text primary key,
  name text not null,
  country char(2) not null
);

-- A variant that is deleted takes its stock along. Convenient in one database, a cross-domain
-- cascade the day inventory moves out.
create table stock_levels (
  sku text not null references product_variants (sku) on delete cascade,
  warehouse text not null references warehouses (code),
  on_hand integer not null default 0 check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  updated_at timestamptz not null default now(),
  primary key (sku, warehouse),
  check (reserved <= on_hand)
);

create table stock_movements (
  id uuid primary key,
  sku text not null,
  warehouse text not null,
  quantity integer not null,
  reason text not null,
  on_hand_after integer not null,
  recorded_at timestamptz not null default now()
);
create index stock_movements_sku on stock_movements (sku, recorded_at desc);

create table stock_reservations (
  id uuid primary key,
  order_id integer not null,
  status text not null check (status in ('held', 'committed', 'released', 'expired')),
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create unique index stock_reservations_open on stock_reservations (order_id)
  where status in ('held', 'committed');

create table stock_reservation_lines (
  reservation_id uuid not null references stock_reservations (id) on delete cascade,
  sku text not null,
  warehouse text not null,
  quantity integer not null check (quantity > 0),
  primary key (reservation_id, sku, warehouse)
);

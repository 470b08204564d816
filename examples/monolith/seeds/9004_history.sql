-- Orders of the past, so that reports have something to say.
insert into orders (id, customer_id, status, subtotal_cents, shipping_cents, tax_cents, total_cents, ship_to, placed_at) values
  (6001, 2, 'delivered', 6288, 490, 1082, 6778, '{"name": "Anna Berger", "street": "Rosenweg 12", "postalCode": "10115", "city": "Berlin", "country": "DE"}', '2026-01-08 10:15:00+00'),
  (6002, 3, 'delivered', 5160, 690, 1016, 5850, '{"name": "Bert Claassen", "street": "Keizersgracht 88", "postalCode": "1015", "city": "Amsterdam", "country": "NL"}', '2026-01-12 19:40:00+00'),
  (6003, 4, 'delivered', 6969, 490, 1191, 7459, '{"name": "Chiara Dorn", "street": "Lindenstraße 7", "postalCode": "50674", "city": "Köln", "country": "DE"}', '2026-01-25 08:05:00+00'),
  (6004, 5, 'delivered', 8900, 0, 1483, 8900, '{"name": "David Egger", "street": "Mariahilfer Straße 41", "postalCode": "1060", "city": "Wien", "country": "AT"}', '2026-02-01 13:22:00+00'),
  (6005, 6, 'delivered', 6000, 490, 470, 6490, '{"name": "Emma Fries", "street": "Schulgasse 5", "postalCode": "80331", "city": "München", "country": "DE"}', '2026-02-04 21:50:00+00'),
  (6006, 2, 'cancelled', 14900, 0, 2379, 14900, '{"name": "Anna Berger", "street": "Rosenweg 12", "postalCode": "10115", "city": "Berlin", "country": "DE"}', '2026-02-10 07:30:00+00'),
  (6007, 7, 'refunded', 6499, 690, 1248, 7189, '{"name": "Farid Gul", "street": "Witte de Withstraat 20", "postalCode": "3012", "city": "Rotterdam", "country": "NL"}', '2026-02-17 16:02:00+00'),
  (6008, 8, 'delivered', 12880, 0, 2147, 12880, '{"name": "Greta Haas", "street": "Getreidegasse 9", "postalCode": "5020", "city": "Salzburg", "country": "AT"}', '2026-02-22 12:00:00+00'),
  (6009, 3, 'delivered', 6880, 690, 1314, 7570, '{"name": "Bert Claassen", "street": "Keizersgracht 88", "postalCode": "1015", "city": "Amsterdam", "country": "NL"}', '2026-03-01 09:45:00+00'),
  (6010, 2, 'delivered', 12900, 0, 2060, 12900, '{"name": "Anna Berger", "street": "Rosenweg 12", "postalCode": "10115", "city": "Berlin", "country": "DE"}', '2026-03-05 18:20:00+00'),
  (6011, 4, 'shipped', 5289, 490, 923, 5779, '{"name": "Chiara Dorn", "street": "Lindenstraße 7", "postalCode": "50674", "city": "Köln", "country": "DE"}', '2026-03-10 11:11:00+00'),
  (6012, 5, 'shipped', 3900, 790, 782, 4690, '{"name": "David Egger", "street": "Mariahilfer Straße 41", "postalCode": "1060", "city": "Wien", "country": "AT"}', '2026-03-14 20:30:00+00');

insert into order_lines (order_id, sku, title, quantity, unit_cents, tax_rate_percent) values
  (6001, 'SKU-TEE-BLK-M', 'Black tee, M', 2, 2499, 19),
  (6001, 'SKU-MUG-WHT', 'White mug, 300 ml', 1, 1290, 19),
  (6002, 'SKU-MUG-WHT', 'White mug, 300 ml', 4, 1290, 21),
  (6003, 'SKU-TEE-BLK-L', 'Black tee, L', 1, 2499, 19),
  (6003, 'SKU-NOTE-A5', 'Notebook, A5', 3, 1490, 19),
  (6004, 'SKU-PAN-28', 'Iron pan, 28 cm', 1, 8900, 20),
  (6005, 'SKU-BOOK-STONE', 'A History of Stone, hardcover', 1, 3200, 7),
  (6005, 'SKU-BOOK-BREAD', 'Bread at Home, hardcover', 1, 2800, 7),
  (6006, 'SKU-JKT-RAIN-M', 'Rain jacket, M', 1, 14900, 19),
  (6007, 'SKU-HOOD-GRY-L', 'Grey hoodie, L', 1, 6499, 21),
  (6008, 'SKU-BLANKET', 'Picnic blanket, 140 × 200 cm', 1, 7900, 20),
  (6008, 'SKU-BOTTLE-1L', 'Steel bottle, 1 l', 2, 2490, 20),
  (6009, 'SKU-PEN-F', 'Fountain pen, F', 1, 4900, 21),
  (6009, 'SKU-NOTE-A6', 'Notebook, A6', 2, 990, 21),
  (6010, 'SKU-PACK-20', 'Day pack, 20 l', 1, 12900, 19),
  (6011, 'SKU-TEE-STR-M', 'Striped tee, M', 1, 3299, 19),
  (6011, 'SKU-TOWEL-3', 'Tea towels, set of 3', 1, 1990, 19),
  (6012, 'SKU-KNIFE-W', 'Whittling knife, one size', 1, 3900, 20);

insert into order_status_history (order_id, status, note, changed_at) values
  (6001, 'placed', 'order placed', '2026-01-08 10:15:00+00'),
  (6001, 'shipped', 'Heron Post HP6001DE', '2026-01-09 10:15:00+00'),
  (6001, 'delivered', 'delivered in Berlin', '2026-01-11 10:15:00+00'),
  (6002, 'placed', 'order placed', '2026-01-12 19:40:00+00'),
  (6002, 'shipped', 'Heron Post HP6002DE', '2026-01-13 19:40:00+00'),
  (6002, 'delivered', 'delivered in Amsterdam', '2026-01-15 19:40:00+00'),
  (6003, 'placed', 'order placed', '2026-01-25 08:05:00+00'),
  (6003, 'shipped', 'Heron Post HP6003DE', '2026-01-26 08:05:00+00'),
  (6003, 'delivered', 'delivered in Köln', '2026-01-28 08:05:00+00'),
  (6004, 'placed', 'order placed', '2026-02-01 13:22:00+00'),
  (6004, 'shipped', 'Heron Post HP6004DE', '2026-02-02 13:22:00+00'),
  (6004, 'delivered', 'delivered in Wien', '2026-02-04 13:22:00+00'),
  (6005, 'placed', 'order placed', '2026-02-04 21:50:00+00'),
  (6005, 'shipped', 'Heron Post HP6005DE', '2026-02-05 21:50:00+00'),
  (6005, 'delivered', 'delivered in München', '2026-02-07 21:50:00+00'),
  (6006, 'placed', 'order placed', '2026-02-10 07:30:00+00'),
  (6006, 'cancelled', 'found it cheaper', '2026-02-11 07:30:00+00'),
  (6007, 'placed', 'order placed', '2026-02-17 16:02:00+00'),
  (6007, 'shipped', 'Heron Post HP6007DE', '2026-02-18 16:02:00+00'),
  (6007, 'delivered', 'delivered in Rotterdam', '2026-02-20 16:02:00+00'),
  (6007, 'refunded', 'refunded: return', '2026-02-26 16:02:00+00'),
  (6008, 'placed', 'order placed', '2026-02-22 12:00:00+00'),
  (6008, 'shipped', 'Heron Post HP6008DE', '2026-02-23 12:00:00+00'),
  (6008, 'delivered', 'delivered in Salzburg', '2026-03-03 12:00:00+00'),
  (6009, 'placed', 'order placed', '2026-03-01 09:45:00+00'),
  (6009, 'shipped', 'Heron Post HP6009DE', '2026-03-02 09:45:00+00'),
  (6009, 'delivered', 'delivered in Amsterdam', '2026-03-04 09:45:00+00'),
  (6010, 'placed', 'order placed', '2026-03-05 18:20:00+00'),
  (6010, 'shipped', 'Heron Post HP6010DE', '2026-03-06 18:20:00+00'),
  (6010, 'delivered', 'delivered in Berlin', '2026-03-08 18:20:00+00'),
  (6011, 'placed', 'order placed', '2026-03-10 11:11:00+00'),
  (6011, 'shipped', 'Heron Post HP6011DE', '2026-03-11 11:11:00+00'),
  (6012, 'placed', 'order placed', '2026-03-14 20:30:00+00'),
  (6012, 'shipped', 'Heron Post HP6012DE', '2026-03-15 20:30:00+00');

insert into payments (id, order_id, method, status, amount_cents, provider_reference, risk_score, created_at, captured_at) values
  (1, 6001, 'card', 'captured', 6778, 'auth_seed_6001', 0, '2026-01-08 10:15:00+00', '2026-01-09 10:15:00+00'),
  (2, 6002, 'card', 'captured', 5850, 'auth_seed_6002', 0, '2026-01-12 19:40:00+00', '2026-01-13 19:40:00+00'),
  (3, 6003, 'card', 'captured', 7459, 'auth_seed_6003', 0, '2026-01-25 08:05:00+00', '2026-01-26 08:05:00+00'),
  (4, 6004, 'card', 'captured', 8900, 'auth_seed_6004', 0, '2026-02-01 13:22:00+00', '2026-02-02 13:22:00+00'),
  (5, 6005, 'card', 'captured', 6490, 'auth_seed_6005', 0, '2026-02-04 21:50:00+00', '2026-02-05 21:50:00+00'),
  (6, 6006, 'card', 'voided', 14900, 'auth_seed_6006', 0, '2026-02-10 07:30:00+00', null),
  (7, 6007, 'card', 'refunded', 7189, 'auth_seed_6007', 0, '2026-02-17 16:02:00+00', '2026-02-18 16:02:00+00'),
  (8, 6008, 'card', 'captured', 12880, 'auth_seed_6008', 0, '2026-02-22 12:00:00+00', '2026-02-23 12:00:00+00'),
  (9, 6009, 'card', 'captured', 7570, 'auth_seed_6009', 0, '2026-03-01 09:45:00+00', '2026-03-02 09:45:00+00'),
  (10, 6010, 'card', 'captured', 12900, 'auth_seed_6010', 0, '2026-03-05 18:20:00+00', '2026-03-06 18:20:00+00'),
  (11, 6011, 'card', 'captured', 5779, 'auth_seed_6011', 0, '2026-03-10 11:11:00+00', '2026-03-11 11:11:00+00'),
  (12, 6012, 'card', 'captured', 4690, 'auth_seed_6012', 0, '2026-03-14 20:30:00+00', '2026-03-15 20:30:00+00');

insert into refunds (payment_id, amount_cents, reason, provider_reference, created_at) values
  (7, 7189, 'return', 'refund_seed_6007', '2026-02-26 16:02:00+00');

insert into invoices (number, order_id, net_cents, tax_cents, gross_cents, issued_at) values
  ('2026-000001', 6001, 5696, 1082, 6778, '2026-01-09 10:15:00+00'),
  ('2026-000002', 6002, 4834, 1016, 5850, '2026-01-13 19:40:00+00'),
  ('2026-000003', 6003, 6268, 1191, 7459, '2026-01-26 08:05:00+00'),
  ('2026-000004', 6004, 7417, 1483, 8900, '2026-02-02 13:22:00+00'),
  ('2026-000005', 6005, 6020, 470, 6490, '2026-02-05 21:50:00+00'),
  ('2026-000006', 6007, 5941, 1248, 7189, '2026-02-18 16:02:00+00'),
  ('2026-000007', 6008, 10733, 2147, 12880, '2026-02-23 12:00:00+00'),
  ('2026-000008', 6009, 6256, 1314, 7570, '2026-03-02 09:45:00+00'),
  ('2026-000009', 6010, 10840, 2060, 12900, '2026-03-06 18:20:00+00'),
  ('2026-000010', 6011, 4856, 923, 5779, '2026-03-11 11:11:00+00'),
  ('2026-000011', 6012, 3908, 782, 4690, '2026-03-15 20:30:00+00');

insert into shipping_rates (country, service, up_to_grams, price_cents, days) values
  ('DE', 'standard', 2000, 490, 2),
  ('DE', 'standard', 10000, 690, 3),
  ('DE', 'standard', 31500, 1190, 4),
  ('DE', 'express', 5000, 990, 1),
  ('AT', 'standard', 2000, 790, 3),
  ('AT', 'standard', 10000, 990, 4),
  ('AT', 'standard', 31500, 1690, 5),
  ('AT', 'express', 5000, 1490, 1),
  ('NL', 'standard', 2000, 690, 3),
  ('NL', 'standard', 10000, 890, 4),
  ('NL', 'standard', 31500, 1590, 5),
  ('NL', 'express', 5000, 1390, 1);

insert into shipments (id, order_id, service, carrier, status, tracking_code, weight_grams, promised_by, created_at, dispatched_at) values
  (1, 6001, 'standard', 'Heron Post', 'delivered', 'HP6001DE', 1030, '2026-01-13', '2026-01-08 10:15:00+00', '2026-01-09 10:15:00+00'),
  (2, 6002, 'standard', 'Heron Post', 'delivered', 'HP6002DE', 1770, '2026-01-17', '2026-01-12 19:40:00+00', '2026-01-13 19:40:00+00'),
  (3, 6003, 'standard', 'Heron Post', 'delivered', 'HP6003DE', 1335, '2026-01-30', '2026-01-25 08:05:00+00', '2026-01-26 08:05:00+00'),
  (4, 6004, 'standard', 'Heron Post', 'delivered', 'HP6004DE', 2350, '2026-02-06', '2026-02-01 13:22:00+00', '2026-02-02 13:22:00+00'),
  (5, 6005, 'standard', 'Heron Post', 'delivered', 'HP6005DE', 1880, '2026-02-09', '2026-02-04 21:50:00+00', '2026-02-05 21:50:00+00'),
  (6, 6006, 'standard', 'Heron Post', 'cancelled', null, 660, '2026-02-15', '2026-02-10 07:30:00+00', null),
  (7, 6007, 'standard', 'Heron Post', 'delivered', 'HP6007DE', 900, '2026-02-22', '2026-02-17 16:02:00+00', '2026-02-18 16:02:00+00'),
  (8, 6008, 'standard', 'Heron Post', 'delivered', 'HP6008DE', 2070, '2026-02-27', '2026-02-22 12:00:00+00', '2026-02-23 12:00:00+00'),
  (9, 6009, 'standard', 'Heron Post', 'delivered', 'HP6009DE', 610, '2026-03-06', '2026-03-01 09:45:00+00', '2026-03-02 09:45:00+00'),
  (10, 6010, 'standard', 'Heron Post', 'delivered', 'HP6010DE', 1140, '2026-03-10', '2026-03-05 18:20:00+00', '2026-03-06 18:20:00+00'),
  (11, 6011, 'standard', 'Heron Post', 'in-transit', 'HP6011DE', 720, '2026-03-15', '2026-03-10 11:11:00+00', '2026-03-11 11:11:00+00'),
  (12, 6012, 'standard', 'Heron Post', 'in-transit', 'HP6012DE', 380, '2026-03-19', '2026-03-14 20:30:00+00', '2026-03-15 20:30:00+00');

insert into tracking_events (shipment_id, status, location, happened_at) values
  (1, 'in-transit', 'Leipzig', '2026-01-09 19:15:00+00'),
  (1, 'delivered', 'Berlin', '2026-01-11 10:15:00+00'),
  (2, 'in-transit', 'Leipzig', '2026-01-14 04:40:00+00'),
  (2, 'delivered', 'Amsterdam', '2026-01-15 19:40:00+00'),
  (3, 'in-transit', 'Leipzig', '2026-01-26 17:05:00+00'),
  (3, 'delivered', 'Köln', '2026-01-28 08:05:00+00'),
  (4, 'in-transit', 'Leipzig', '2026-02-02 22:22:00+00'),
  (4, 'delivered', 'Wien', '2026-02-04 13:22:00+00'),
  (5, 'in-transit', 'Leipzig', '2026-02-06 06:50:00+00'),
  (5, 'delivered', 'München', '2026-02-07 21:50:00+00'),
  (7, 'in-transit', 'Leipzig', '2026-02-19 01:02:00+00'),
  (7, 'delivered', 'Rotterdam', '2026-02-20 16:02:00+00'),
  (8, 'in-transit', 'Leipzig', '2026-02-23 21:00:00+00'),
  (8, 'delivered', 'Salzburg', '2026-03-03 12:00:00+00'),
  (9, 'in-transit', 'Leipzig', '2026-03-02 18:45:00+00'),
  (9, 'delivered', 'Amsterdam', '2026-03-04 09:45:00+00'),
  (10, 'in-transit', 'Leipzig', '2026-03-07 03:20:00+00'),
  (10, 'delivered', 'Berlin', '2026-03-08 18:20:00+00'),
  (11, 'in-transit', 'Leipzig', '2026-03-11 20:11:00+00'),
  (12, 'in-transit', 'Leipzig', '2026-03-16 05:30:00+00');

select setval(pg_get_serial_sequence('payments', 'id'), (select max(id) from payments));
select setval(pg_get_serial_sequence('shipments', 'id'), (select max(id) from shipments));

insert into daily_sales (day, orders, units, gross_cents, refunded_cents)
select (o.placed_at at time zone 'UTC')::date, count(distinct o.id), sum(l.units), sum(o.total_cents), 0
  from orders o
  join (select order_id, sum(quantity) as units from order_lines group by order_id) l on l.order_id = o.id
 where o.status <> 'cancelled'
 group by 1;

insert into product_sales (sku, units, orders, last_sold_at)
select l.sku, sum(l.quantity), count(*), max(o.placed_at)
  from order_lines l join orders o on o.id = l.order_id
 where o.status <> 'cancelled'
 group by l.sku;

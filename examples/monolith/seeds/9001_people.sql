-- Demo accounts. Password of the customers: granite-demo-customer, of the back office: granite-demo-admin.
insert into users (id, email, password_hash, full_name, role, marketing_consent, created_at) values
  (1, 'admin@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwMQ$a4ZDmaiPt3MniHOjnIEtk8ZChnIMilB5O5elmy2Sijo', 'Ada Admin', 'admin', false, '2025-01-11 09:00:00+00'),
  (2, 'anna@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwMg$4EesPLFC6RwHsPrDQEXsDfqjIdkcvG6cziZE-0fwie0', 'Anna Berger', 'customer', true, '2025-02-12 09:00:00+00'),
  (3, 'bert@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwMw$ra81llfWiw4Krm1YYEU0sgwBe-6S4eOHl4L8Od9CWr8', 'Bert Claassen', 'customer', false, '2025-03-13 09:00:00+00'),
  (4, 'chiara@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwNA$rmRqqy2Clbcnn_XKUEPYAbWXj0XfOatWKR-K0eeX8e0', 'Chiara Dorn', 'customer', true, '2025-04-14 09:00:00+00'),
  (5, 'david@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwNQ$8bKW-HAvYqxorjm3JxeZ1RZBSy0-wDPxESPoSMQ5kKc', 'David Egger', 'customer', true, '2025-05-15 09:00:00+00'),
  (6, 'emma@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwNg$BBNQUT0rmqTbC6RfLgNY0wyKPQg6duJ0HaXUiQS9rPQ', 'Emma Fries', 'customer', false, '2025-06-16 09:00:00+00'),
  (7, 'farid@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwNw$hz3RBjBPZoEbyxhj_NXXa2tD0oI2b7dGeiMs3bZ4k-0', 'Farid Gul', 'customer', true, '2025-07-17 09:00:00+00'),
  (8, 'greta@granite.example', 'scrypt$ZGVtby1zYWx0LTAwMDAwOA$LyiD8xZjGeGs_U6pDXmC0YZwkhge1sN-_qfgDHPqSIE', 'Greta Haas', 'customer', false, '2025-08-18 09:00:00+00');
select setval(pg_get_serial_sequence('users', 'id'), (select max(id) from users));

insert into addresses (user_id, label, street, postal_code, city, country, is_default) values
  (2, 'home', 'Rosenweg 12', '10115', 'Berlin', 'DE', true),
  (2, 'office', 'Am Kai 3', '20457', 'Hamburg', 'DE', false),
  (3, 'home', 'Keizersgracht 88', '1015', 'Amsterdam', 'NL', true),
  (4, 'home', 'Lindenstraße 7', '50674', 'Köln', 'DE', true),
  (5, 'home', 'Mariahilfer Straße 41', '1060', 'Wien', 'AT', true),
  (6, 'home', 'Schulgasse 5', '80331', 'München', 'DE', true),
  (7, 'home', 'Witte de Withstraat 20', '3012', 'Rotterdam', 'NL', true),
  (8, 'home', 'Getreidegasse 9', '5020', 'Salzburg', 'AT', true);

insert into notification_preferences (user_id, order_updates, cart_reminders) values
  (4, true, false),
  (7, false, true);

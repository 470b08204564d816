import type { DetectorCase } from '../detector-case.ts';

export const SAILS_CASES: DetectorCase[] = [
  {
    detector: 'sails',
    name: 'reads the routes of the settings with their actions',
    files: {
      'server/config/routes.js': `const guard = (req, res) => res.end();
module.exports.routes = {
  'GET /api/orders/:id': 'orders/show',
  'post /api/orders': { action: 'orders/create' },
  '/api/gifts': 'GiftController.index',
  'PUT /api/gifts': { controller: 'gift', action: 'update' },
  'GET /*': [guard, 'orders/show'],
  'DELETE /api/lost': 'orders/lost',
  note: 'no route',
};`,
      'server/api/controllers/orders/show.js': 'module.exports = { fn() {} };',
      'server/api/controllers/orders/create.js': 'module.exports = { fn() {} };',
      'server/api/controllers/GiftController.js': 'module.exports = { index() {}, update() {} };',
      'server/api/controllers/gift.js': 'module.exports = { update() {} };',
    },
    expected: [
      'server/config/routes.js:2 GET /* -> server/api/controllers/orders/show.js#fn',
      'server/config/routes.js:3 GET /api/orders/:id -> server/api/controllers/orders/show.js#fn',
      'server/config/routes.js:4 POST /api/orders -> server/api/controllers/orders/create.js#fn',
      'server/config/routes.js:5 ALL /api/gifts -> server/api/controllers/GiftController.js#index',
      'server/config/routes.js:6 PUT /api/gifts -> server/api/controllers/gift.js#update',
      'server/config/routes.js:8 DELETE /api/lost -> server/config/routes.js#',
    ],
  },
];

import type { DetectorCase } from '../detector-case.ts';

export const ADONIS_CASES: DetectorCase[] = [
  {
    detector: 'adonis',
    name: 'reads routes with the prefixes of their groups, controllers by name, by class and loaded late',
    files: {
      'start/routes.ts': `import Route from '@ioc:Adonis/Core/Route';
Route.get('health', 'HealthController.index');
Route.group(() => {
  Route.group(() => {
    Route.post('login', 'Dashboard/LoginController.login').as('login');
  }).prefix('user');
  Route.get('/me', async ({ auth }) => auth.user).prefix('own');
}).prefix('/v1').middleware('auth');`,
      'start/later.ts': `import router from '@adonisjs/core/services/router';
import OrdersController from '../app/controllers/orders_controller.js';
const Gifts = () => import('../app/controllers/gifts_controller.js');
router.get('/orders', [OrdersController, 'index']);
router.delete('/gifts/:id', [Gifts, 'destroy']);
router.resource('posts.comments', OrdersController).apiOnly().except(['destroy']);
router.resource('stock-categories.items', OrdersController).only(['index']);
router.get(process.env.PATH_OF_IT, [OrdersController, 'index']);`,
      'app/controllers/orders_controller.ts':
        'export default class OrdersController { index() {} }',
      'app/controllers/gifts_controller.ts':
        'export default class GiftsController { destroy() {} }',
      'app/Controllers/Http/HealthController.ts':
        'export default class HealthController { index() {} }',
      'app/Controllers/Http/Dashboard/LoginController.ts':
        'export default class LoginController { login() {} }',
    },
    expected: [
      'start/later.ts:4 GET /orders -> app/controllers/orders_controller.ts#OrdersController.index',
      'start/later.ts:5 DELETE /gifts/:id -> app/controllers/gifts_controller.ts#GiftsController.destroy',
      'start/later.ts:6 GET /posts/:post_id/comments -> app/controllers/orders_controller.ts#OrdersController.index',
      'start/later.ts:6 GET /posts/:post_id/comments/:id -> app/controllers/orders_controller.ts#OrdersController.show',
      'start/later.ts:6 PATCH /posts/:post_id/comments/:id -> app/controllers/orders_controller.ts#OrdersController.update',
      'start/later.ts:6 POST /posts/:post_id/comments -> app/controllers/orders_controller.ts#OrdersController.store',
      'start/later.ts:6 PUT /posts/:post_id/comments/:id -> app/controllers/orders_controller.ts#OrdersController.update',
      'start/later.ts:7 GET /stock-categories/:stock_category_id/items -> app/controllers/orders_controller.ts#OrdersController.index',
      'start/routes.ts:2 GET /health -> app/Controllers/Http/HealthController.ts#HealthController.index',
      'start/routes.ts:5 POST /v1/user/login -> app/Controllers/Http/Dashboard/LoginController.ts#LoginController.login',
      'start/routes.ts:7 GET /v1/own/me -> start/routes.ts#',
    ],
  },
];

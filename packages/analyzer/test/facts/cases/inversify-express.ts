import type { DetectorCase } from '../detector-case.ts';

export const INVERSIFY_EXPRESS_CASES: DetectorCase[] = [
  {
    detector: 'inversify-express',
    name: 'joins the path of the controller and of its methods',
    files: {
      'paths.ts': `export const ORDERS = '/v1/orders';`,
      'orders.ts': `import { controller, httpGet, httpPost as post, httpMethod } from 'inversify-express-utils';
import { ORDERS } from './paths.ts';
@controller(ORDERS, guard)
export class OrdersController {
  @httpGet('/:id', cached)
  show() {}
  @post('/')
  create() {}
  @httpMethod('purge', '/:id')
  purge() {}
  helper() {}
}`,
    },
    expected: [
      'orders.ts:5 GET /v1/orders/:id -> orders.ts#OrdersController.show',
      'orders.ts:7 POST /v1/orders -> orders.ts#OrdersController.create',
      'orders.ts:9 PURGE /v1/orders/:id -> orders.ts#OrdersController.purge',
    ],
  },
  {
    detector: 'inversify-express',
    name: 'leaves alone what has the same names and comes from elsewhere, and lists computed paths',
    files: {
      'own.ts': `import { controller, httpGet } from './decorators.ts';
@controller('/orders')
export class Orders { @httpGet('/') list() {} }`,
      'decorators.ts': `export const controller = (path: string) => (cls: object) => cls;
export const httpGet = (path: string) => () => {};`,
      'computed.ts': `import { controller, httpGet } from 'inversify-express-utils';
@controller(process.argv[2])
export class Computed { @httpGet('/') list() {} }`,
    },
    expected: [],
    unresolved: ['computed.ts:3 route: path is computed'],
  },
];

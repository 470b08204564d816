import type { DetectorCase } from '../detector-case.ts';

export const LOOPBACK_CASES: DetectorCase[] = [
  {
    detector: 'loopback',
    name: 'knows what a repository stores, however it is told, and the routes of controllers',
    files: {
      'models.ts': `import { belongsTo, Entity, hasMany, model, property } from '@loopback/repository';
@model({ name: 'orders' })
export class Order extends Entity { @property() id: string; @hasMany(() => Line) lines: Line[]; }
@model({ settings: { postgresql: { schema: 'main', table: 'order_lines' } } })
export class Line extends Entity { @belongsTo(() => Order) orderId: string; }
@model()
export class Gift extends Entity {}`,
      'repositories.ts': `import { inject } from '@loopback/core';
import { DefaultCrudRepository, Entity } from '@loopback/repository';
import { audited, SoftRepository } from './base';
import { Gift, Line, Order } from './models';
export class OrderRepository extends DefaultCrudRepository<Order, string> {}
export class LineRepository extends audited(SoftRepository) {
  constructor(@inject('datasources.db') db: object) { super(Line, db); }
}
export class GiftRepository extends SoftRepository {
  constructor(db: object, @inject('models.Gift') gift: typeof Entity) { super(gift, db); }
}`,
      'base.ts': `import { DefaultCrudRepository } from '@loopback/repository';
export class SoftRepository<T, ID> extends DefaultCrudRepository<T, ID> {}
export const audited = (base: any) => class extends base {};`,
      'orders.controller.ts': `import { EntityCrudRepository, repository } from '@loopback/repository';
import { api, del, get } from '@loopback/rest';
import { Order } from './models';
import { GiftRepository, LineRepository, OrderRepository } from './repositories';
const base = '/orders';
@api({ basePath: '/v1' })
export class OrderController {
  constructor(
    @repository(OrderRepository) private orders: OrderRepository,
    @repository(LineRepository) private lines: LineRepository,
    @repository(GiftRepository) private gifts: GiftRepository,
    @repository(OrderRepository) private typed: EntityCrudRepository<Order, string, {}>,
  ) {}
  @get(base)
  list() { return this.orders.find({ include: [{ relation: 'lines' }] }); }
  @del(\`\${base}/{id}\`)
  async drop(id: string) {
    await this.lines.deleteAll({ orderId: id });
    await this.gifts.updateById(id, {});
    await this.typed.deleteById(id);
    [1].find((x) => x === 1);
  }
}`,
    },
    expected: [
      'orders.controller.ts:14 GET /v1/orders -> orders.controller.ts#OrderController.list',
      'orders.controller.ts:15 read order_lines',
      'orders.controller.ts:15 read orders',
      'orders.controller.ts:16 DELETE /v1/orders/{id} -> orders.controller.ts#OrderController.drop',
      'orders.controller.ts:18 write order_lines',
      'orders.controller.ts:19 write Gift',
      'orders.controller.ts:20 write orders',
    ],
  },
];

import type { DetectorCase } from '../detector-case.ts';

export const LUCID_CASES: DetectorCase[] = [
  {
    detector: 'lucid',
    name: 'finds models by the name of their class, relations, rows and the query builder',
    files: {
      'models/base.ts': `import { BaseModel } from '@adonisjs/lucid/orm';
export class AppModel extends BaseModel { static boot() { super.boot(); } }`,
      'models/user.ts': `import { column, hasMany, manyToMany } from '@adonisjs/lucid/orm';
import { AppModel } from './base';
import UserAddress from './user_address';
import Role from './role';
import Category from './category';
export default class User extends AppModel {
  @column({ isPrimary: true }) declare id: number;
  @hasMany(() => UserAddress) declare addresses: unknown;
  @manyToMany(() => Role) declare roles: unknown;
  @manyToMany(() => Category) declare interests: unknown;
}`,
      'models/category.ts': `import { BaseModel, column } from '@adonisjs/lucid/orm';
export default class Category extends BaseModel { static table = 'topics'; @column() declare name: string; }`,
      'models/user_address.ts': `import { BaseModel, belongsTo, column } from '@ioc:Adonis/Lucid/Orm';
import City from './city';
export default class UserAddress extends BaseModel {
  @column() public street: string;
  @belongsTo(() => City) public city: unknown;
}`,
      'models/city.ts': `import { BaseModel, column } from '@adonisjs/lucid/orm';
export default class City extends BaseModel { static table = 'towns'; @column() declare name: string; }`,
      'models/role.ts': `import { BaseModel, column } from '@adonisjs/lucid/orm';
import { compose } from '@adonisjs/core/helpers';
import { Slug } from './slug';
export default class Role extends compose(BaseModel, Slug) { @column() declare name: string; }`,
      'shop.ts': `import db from '@adonisjs/lucid/services/db';
import User from './models/user';
import UserAddress from './models/user_address';
export const all = () => User.all();
export const drop = (id: number) => UserAddress.query().where('id', id).delete();
export const nested = () => User.query().preload('addresses', (q) => q.preload('city'));
export async function change(id: number) {
  const user = await User.findOrFail(id);
  user.name = 'x';
  await user.save();
  await user.related('addresses').create({ street: 'a' });
  await user.related('roles').attach([1]);
  const found = await user.related('addresses').query().first();
  await found.delete();
}
export const likes = (user: User) => user.related('interests').attach([1]);
export async function later(id: number) {
  const query = User.query().where('id', id);
  await query.update({ name: 'x' });
}
export const count = () => db.from('orders').join('lines', 'lines.order_id', 'orders.id').count('*');
export const put = () => db.transaction(async (trx) => { await trx.table('orders').insert({}); });
export const named = (table: string) => db.from(table).first();
export const gifts = () => named('gifts');`,
    },
    expected: [
      'shop.ts:4 read users',
      'shop.ts:5 write user_addresses',
      'shop.ts:6 read user_addresses',
      'shop.ts:6 read towns',
      'shop.ts:6 read users',
      'shop.ts:8 read users',
      'shop.ts:10 write users',
      'shop.ts:11 write user_addresses',
      'shop.ts:12 write role_user',
      'shop.ts:13 read user_addresses',
      'shop.ts:14 write user_addresses',
      'shop.ts:16 write category_user',
      'shop.ts:18 write users',
      'shop.ts:21 read lines',
      'shop.ts:21 read orders',
      'shop.ts:22 write orders in shop.ts:22',
      'shop.ts:24 read gifts',
    ],
  },
];

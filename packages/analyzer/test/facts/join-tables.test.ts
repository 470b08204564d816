import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

it.each<[string, Record<string, string>, string[]]>([
  [
    'the relations of an EntitySchema',
    {
      'schema.ts': `import { EntitySchema } from 'typeorm';
export const Buyer = new EntitySchema({ name: 'Buyer', tableName: 'buyers', columns: {}, relations: { tags: { type: 'many-to-many', target: 'Tag', joinTable: { name: 'buyer_tags' } } } });
export const Order = new EntitySchema({ name: 'Order', tableName: 'orders', columns: {}, relations: { buyer: { type: 'many-to-one', target: 'Buyer', joinColumn: { name: 'buyer_id' }, onDelete: 'CASCADE' } } });
export const Tag = new EntitySchema({ name: 'Tag', tableName: 'tags', columns: {} });`,
    },
    ['buyer_tags: buyersId>buyers tagsId>tags', 'orders: buyer_id>buyers cascade'],
  ],
  [
    'a decorated table between two entities',
    {
      'order.ts': `import { Entity, ManyToMany, JoinTable } from 'typeorm';
@Entity('tags') export class Tag {}
@Entity('orders') export class Order { @ManyToMany(() => Tag) @JoinTable({ name: 'order_tags' }) tags: Tag[]; }`,
    },
    ['order_tags: ordersId>orders tagsId>tags'],
  ],
  [
    'decorators of Sequelize 7 and its references',
    {
      'models.ts': `import { Model, Sequelize } from '@sequelize/core';
import { Table, BelongsTo } from '@sequelize/core/decorators-legacy';
@Table({ tableName: 'users' }) export class User extends Model {}
@Table({ tableName: 'orders' }) export class Order extends Model { @BelongsTo(() => User, 'userId') declare user?: User; }
export class Role extends Model {}
Role.init({ ownerId: { references: { table: 'users', key: 'uid' }, onDelete: 'CASCADE' } }, { sequelize: new Sequelize({}), tableName: 'roles' });`,
    },
    ['orders: userId>users', 'roles: ownerId>users cascade'],
  ],
  [
    'models that only the other side tells of',
    {
      'a.ts': `import { Sequelize } from 'sequelize';
import { Order, Note } from './b';
export const User = new Sequelize('x').define('user', {}, { tableName: 'users' });
const connection = new Sequelize('x');
export const Team = connection.define('team', {}, { tableName: 'teams' });
Team.hasMany(Order, { foreignKey: 'teamId', onDelete: 'CASCADE' });
Team.hasOne(Note, { foreignKey: { name: 'noteOf' } });
Team.hasMany(Note);`,
      'b.ts': `import { Sequelize } from 'sequelize';
const connection = new Sequelize('x');
export const Order = connection.define('order', {}, { tableName: 'orders' });
export const Note = connection.define('note', {}, { tableName: 'notes' });
import { Team } from './a';
Order.belongsTo(Team, { as: 'owner', foreignKey: 'teamId' });`,
      'c.ts': `import { Model } from 'sequelize-typescript';
import { Table, HasMany } from 'sequelize-typescript';
@Table({ tableName: 'lines' }) export class Line extends Model {}
@Table({ tableName: 'carts' }) export class Cart extends Model { @HasMany(() => Line, 'cartId') lines: Line[]; }`,
    },
    ['lines: cartId>carts', 'notes: noteOf>teams', 'orders: teamId>teams cascade'],
  ],
  [
    'the table that Prisma keeps between two lists',
    {
      'schema.prisma': `model Post {
  id Int @id
  tags Tag[]
}
model Tag {
  id Int @id
  posts Post[]
  @@map("tags")
}`,
    },
    ['_PostToTag: A>Post B>tags'],
  ],
])('foreign keys of %s', async (_, files, expected) => {
  const { tables } = await extractFacts(temporaryTree({ 'index.ts': 'export {}', ...files }));
  const lines = tables.flatMap(({ name, foreignKeys }) => {
    const keys = foreignKeys.map(
      (k) => `${k.columns}>${k.table}${k.onDelete ? ` ${k.onDelete}` : ''}`,
    );
    return keys.length > 0 ? [`${name}: ${keys.join(' ')}`] : [];
  });
  expect(lines).toEqual(expected);
});

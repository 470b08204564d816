import { transformSync } from '@swc/core';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const SHOP: Record<string, string> = {
  'entities/base.ts': `import { PrimaryColumn } from 'typeorm';
export abstract class Base { @PrimaryColumn() id: string; }`,
  'entities/order.ts': `import { Entity, Column, ManyToOne } from 'typeorm';
import { Base } from './base';
import { User } from './user';
@Entity({ name: 'orders' })
export class Order extends Base { @Column() total: number; @ManyToOne(() => User) user: User; }`,
  'entities/user.ts': `import { Entity } from 'typeorm';
import { Base } from './base';
@Entity('users')
export class User extends Base {}`,
  'entities/index.ts': `export * from './order'; export { User } from './user';`,
  'mail.ts': `export default class Mail { send(to: string) { return to; } }
export const subject = () => 'hello';`,
  'orders.service.ts': `import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, DataSource } from 'typeorm';
import { Order, User } from './entities';
import Mail, { subject } from './mail';
@Injectable()
export class OrdersService {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    private readonly source: DataSource,
    private readonly mail: Mail,
  ) {}
  async create(user: string) {
    const order = await this.orders.save({ user });
    await this.source.query('UPDATE stock SET held = held + 1');
    this.mail.send(subject());
    return order;
  }
  list() { return this.source.getRepository(User).find(); }
}`,
  'orders.controller.ts': `import { Controller, Get, Post, Body, Param } from '@nestjs/common';
import { OrdersService } from './orders.service';
@Controller('orders')
export class OrdersController {
  constructor(private readonly service: OrdersService) {}
  @Post() create(@Body() body: { user: string }) { return this.service.create(body.user); }
  @Get(':id') async one(@Param('id') id: string) { return await this.service.list(); }
}`,
  'app.module.ts': `import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';
import Mail from './mail';
@Module({ controllers: [OrdersController], providers: [OrdersService, Mail] })
export class AppModule {}`,
};

const typescript =
  (target: ts.ScriptTarget) =>
  (text: string): string =>
    ts.transpileModule(text, {
      compilerOptions: {
        target,
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    }).outputText;

const swc = (text: string): string =>
  transformSync(text, {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2020',
    },
    module: { type: 'commonjs' },
  }).code;

async function read(extension: string, compile: (text: string) => string): Promise<Facts> {
  const files = Object.entries(SHOP).map(([path, text]): [string, string] => [
    path.replace(/ts$/, extension),
    compile(text),
  ]);
  return extractFacts(temporaryTree(Object.fromEntries(files)));
}

/** What must not depend on whether source or output is read: everything but lines and kinds. */
function summary(facts: Facts): Record<string, string[]> {
  const file = (path: string | undefined): string => path?.replace(/\.[jt]s$/, '') ?? '?';
  const list = (items: string[]): string[] => [...new Set(items)].sort();
  return {
    imports: list(
      facts.imports
        .filter((e) => e.via === undefined)
        .map((e) => `${file(e.from)} > ${file(e.to)}`),
    ),
    barrels: list(
      facts.imports
        .filter((e) => e.via !== undefined && e.from.startsWith('orders'))
        .map((e) => `${file(e.from)} > ${file(e.to)} {${e.symbols.join()}}`),
    ),
    tables: list(facts.tables.map((t) => t.name)),
    accesses: list(facts.accesses.map((a) => `${file(a.file)} ${a.operation} ${a.table}`)),
    routes: list(facts.routes.map((r) => `${r.method} ${r.path} ${r.handler?.symbol ?? '?'}`)),
    injections: list(facts.injections.map((i) => `${file(i.file)} ${i.token} > ${file(i.to)}`)),
    calls: list(facts.calls.map((c) => `${file(c.file)} ${c.caller} > ${file(c.to)}#${c.callee}`)),
    unresolved: list(facts.unresolved.map((u) => `${u.kind} ${u.text}`)),
  };
}

describe('compiled output reads as its source', () => {
  const expected = read('ts', (text) => text).then(summary);

  it('which says something', async () => {
    const source = await expected;
    expect(source.accesses).toEqual([
      'orders.service read users',
      'orders.service write orders',
      'orders.service write stock',
    ]);
    expect(source.calls).toContain(
      'orders.controller OrdersController.create > orders.service#OrdersService.create',
    );
    expect(source.barrels).toEqual([
      'orders.service > entities/order {Order}',
      'orders.service > entities/user {User}',
    ]);
  });

  it.each([
    ['TypeScript for ES2021', typescript(ts.ScriptTarget.ES2021)],
    ['TypeScript for ES2015', typescript(ts.ScriptTarget.ES2015)],
    ['TypeScript for ES5', typescript(ts.ScriptTarget.ES5)],
    ['swc', swc],
  ])('%s', async (_name, compile) => {
    expect(summary(await read('js', compile))).toEqual(await expected);
  });
});

describe('decorators of the standard, as TypeScript 5 compiles them', () => {
  const source: Record<string, string> = {
    'base.ts': `import { PrimaryKey } from '@mikro-orm/core';
export abstract class Base { @PrimaryKey() id: number; }`,
    'order.ts': `import { Entity, Property, ManyToOne } from '@mikro-orm/core';
import { Base } from './base';
@Entity({ tableName: 'buyers' })
export class Buyer extends Base { @Property() name: string; }
@Entity({ tableName: 'orders' })
export class Order extends Base {
  @Property() total: number;
  @ManyToOne(() => Buyer) accessor buyer: Buyer;
}`,
    'orders.ts': `import { Controller, Get, Post } from '@nestjs/common';
import { Order } from './order';
@Controller('orders')
export class Orders {
  @Get(':id') one(em: EntityManager) { return em.findOne(Order, 1, { populate: ['buyer'] }); }
  @Post() add(em: EntityManager) { return em.insert(Order, {}); }
}`,
  };
  const read = async (compile: (text: string) => string): Promise<Record<string, string[]>> => {
    const files = Object.entries(source).map(([path, text]) => [
      compile === same ? path : path.replace('.ts', '.js'),
      compile(text),
    ]);
    const facts = await extractFacts(temporaryTree(Object.fromEntries(files)));
    const columns = facts.tables.map((t) => `${t.name} ${t.columns?.map((c) => c.name).join()}`);
    const keys = facts.tables.flatMap((t) => t.foreignKeys.map((k) => `${t.name} > ${k.table}`));
    const { accesses, routes } = summary(facts);
    return { accesses: accesses ?? [], routes: routes ?? [], columns, keys };
  };
  const same = (text: string): string => text;
  const compiled =
    (target: ts.ScriptTarget, module: ts.ModuleKind) =>
    (text: string): string =>
      ts.transpileModule(text, { compilerOptions: { target, module } }).outputText;

  it.each([
    ['CommonJS for ES2022', ts.ScriptTarget.ES2022, ts.ModuleKind.CommonJS],
    ['ESM for ES2022', ts.ScriptTarget.ES2022, ts.ModuleKind.ESNext],
    ['CommonJS for ES2021', ts.ScriptTarget.ES2021, ts.ModuleKind.CommonJS],
    ['CommonJS for ES2015', ts.ScriptTarget.ES2015, ts.ModuleKind.CommonJS],
  ])('%s', async (_, target, module) => {
    const expected = await read(same);
    expect(expected).toEqual({
      accesses: ['orders read buyers', 'orders read orders', 'orders write orders'],
      routes: ['GET /orders/:id Orders.one', 'POST /orders Orders.add'],
      columns: ['buyers id,name', 'orders id,total'],
      keys: ['orders > buyers'],
    });
    expect(await read(compiled(target, module))).toEqual(expected);
  });
});

describe('what compilers other than those installed write', () => {
  it('esbuild: getters in one call, decorators in another, namespaces around require', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'order.js': `var __toESM = (mod) => mod;
var order_exports = {};
__export(order_exports, { Order: () => Order });
module.exports = __toCommonJS(order_exports);
var import_typeorm = require("typeorm");
let Order = class {};
Order = __decorateClass([(0, import_typeorm.Entity)("orders")], Order);
0 && (module.exports = { Order });`,
        'index.js': `var src_exports = {};
module.exports = __toCommonJS(src_exports);
__reExport(src_exports, require("./order"), module.exports);`,
        'orders.js': `var orders_exports = {};
__export(orders_exports, { Orders: () => Orders });
module.exports = __toCommonJS(orders_exports);
var import_typeorm = require("typeorm");
var import_src = __toESM(require("./index"));
class Orders {
  constructor(repo) { this.repo = repo; }
  all() { return this.repo.find(); }
  other(source) { return source.getRepository(import_src.Order).save({}); }
}
Orders = __decorateClass([
  __decorateParam(0, (0, import_nestjs.InjectRepository)(import_src.Order))
], Orders);`,
      }),
    );
    expect(facts.tables.map((t) => t.name)).toEqual(['orders']);
    expect(facts.accesses.map((a) => `${a.line} ${a.operation} ${a.table}`)).toEqual([
      '9 write orders',
    ]);
    expect(facts.injections.map((i) => `${i.token} > ${i.to}`)).toEqual(['Order > order.js']);
    expect(
      facts.imports.filter((e) => e.via).map((e) => `${e.from} > ${e.to} {${e.symbols.join()}}`),
    ).toEqual(['orders.js > order.js {Order}']);
  });

  it('Babel: decorators in variables, applied in one expression', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'order.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Order = void 0;
var _typeorm = require("typeorm");
var _user = require("./user");
var _dec, _dec2, _dec3, _class, _class2, _descriptor, _descriptor2;
let Order = exports.Order = (_dec = (0, _typeorm.Entity)({ name: 'orders' }), _dec2 = (0, _typeorm.Column)({ name: 'sum' }), _dec3 = (0, _typeorm.ManyToOne)(() => _user.User, { onDelete: 'CASCADE' }), _dec(_class = (_class2 = class Order {
  constructor() {
    _initializerDefineProperty(this, "total", _descriptor, this);
  }
}, _descriptor = _applyDecoratedDescriptor(_class2.prototype, "total", [_dec2], { initializer: null }), _descriptor2 = _applyDecoratedDescriptor(_class2.prototype, "user", [_dec3], { initializer: null }), _class2)) || _class);`,
        'user.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.User = void 0;
var _typeorm = require("typeorm");
var _dec, _class;
let User = exports.User = (_dec = (0, _typeorm.Entity)('users'), _dec(_class = class User {}) || _class);`,
        'orders.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var _common = require("@nestjs/common");
var _typeorm = require("@nestjs/typeorm");
var _orm = require("typeorm");
var _order = require("./order");
var _dec, _dec2, _dec3, _class;
let Orders = exports.Orders = (_dec = (0, _common.Injectable)(), _dec2 = function (target, key) { return (0, _typeorm.InjectRepository)(_order.Order)(target, undefined, 0); }, _dec3 = Reflect.metadata("design:paramtypes", [typeof _orm.Repository === "undefined" ? Object : _orm.Repository]), _dec(_class = _dec2(_class = _dec3(_class = class Orders {
  constructor(repository) { this.repository = repository; }
  all(source) { return source.getRepository(_order.Order).find(); }
}) || _class) || _class) || _class);`,
      }),
    );
    expect(facts.tables.map((t) => [t.name, t.columns?.map((c) => c.name).join()])).toEqual([
      ['orders', 'sum'],
      ['users', undefined],
    ]);
    expect(facts.tables[0]?.foreignKeys.map((k) => `${k.table} ${k.onDelete}`)).toEqual([
      'users cascade',
    ]);
    expect(facts.accesses.map((a) => `${a.file} ${a.operation} ${a.table}`)).toEqual([
      'orders.js read orders',
    ]);
  });

  it('CommonJS by hand: barrels of objects and spreads, classes as functions', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'models/user.js': `function User() {}
User.prototype.save = function () { return this.log(); };
User.prototype.log = function () {};
module.exports = User;`,
        'models/order.js': `exports.create = () => 1;`,
        'models/index.js': `const User = require('./user');
module.exports = { User, ...require('./order'), late: require('./order').create };`,
        'app.js': `const { User, create, late } = require('./models');
new User().save(); create(); late();`,
      }),
    );
    expect(facts.calls.map((c) => `${c.file} > ${c.to}#${c.callee}`)).toEqual([
      'app.js > models/order.js#create',
      'app.js > models/user.js#User',
      'app.js > models/user.js#User.save',
    ]);
    expect(
      facts.imports.filter((e) => e.via).map((e) => `${e.from} > ${e.to} {${e.symbols.join()}}`),
    ).toEqual(['app.js > models/order.js {create,late}', 'app.js > models/user.js {User}']);
  });
});

import type { DetectorCase } from '../detector-case.ts';

/** What was lost in fourteen more codebases nobody had looked at, in libraries known before. */
export const SEVENTH_ROUND_CASES: DetectorCase[] = [
  {
    detector: 'typeorm',
    name: 'follows conditions held in a variable, and counts the builder that is told its entity once',
    files: {
      'entities.ts': `import { Entity, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';
@Entity('spaces')
export class Space { @PrimaryColumn() id: number; @ManyToOne(() => Team) team: Team; }
@Entity('teams')
export class Team { @PrimaryColumn() id: number; }
@Entity('requests')
export class Request { @PrimaryColumn() id: number; @ManyToOne(() => Space) space: Space; }`,
      'requests.ts': `import { FindOptionsWhere, Repository } from 'typeorm';
import { Request } from './entities';
export class Requests {
  constructor(private readonly requests: Repository<Request>) {}
  list(id: number) {
    const where: FindOptionsWhere<Request> = {
      space: { id },
    };
    return this.requests.find({ where });
  }
  full() {
    return this.requests.find({ relations: ['space', 'space.team'] });
  }
  close() {
    return this.requests
      .createQueryBuilder()
      .update(Request)
      .set({ open: false })
      .execute();
  }
}`,
    },
    expected: [
      'requests.ts:7 read spaces',
      'requests.ts:9 read requests',
      'requests.ts:12 read requests',
      'requests.ts:12 read spaces',
      'requests.ts:12 read teams',
      'requests.ts:17 write requests',
    ],
  },
  {
    detector: 'typeorm',
    name: 'knows MikroORM behind a base repository of the codebase',
    files: {
      'base.ts': `import { EntityRepository } from '@mikro-orm/postgresql';
export class BaseEntity { id: number; }
export class BaseRepository<T extends BaseEntity> extends EntityRepository<T> {
  exists(id: number) { return this.findOne({ id }); }
}`,
      'entities.ts': `import { Collection, Entity, OneToMany } from '@mikro-orm/core';
import { BaseEntity } from './base';
@Entity()
export class User extends BaseEntity { name: string; }
@Entity()
export class ChatRoom extends BaseEntity { @OneToMany({ entity: () => Message, mappedBy: 'room' }) messages = new Collection<Message>(this); }
@Entity()
export class Message extends BaseEntity { room: ChatRoom; }`,
      'chat.ts': `import { EntityManager } from '@mikro-orm/core';
import { InjectRepository } from '@mikro-orm/nestjs';
import { BaseRepository } from './base';
import { ChatRoom, Message, User } from './entities';
export class ChatService {
  constructor(
    private readonly em: EntityManager,
    @InjectRepository(User) private users: BaseRepository<User>,
    @InjectRepository(ChatRoom) private readonly rooms: BaseRepository<ChatRoom>,
    @InjectRepository(Message) private readonly messages: BaseRepository<Message>,
  ) {}
  async open() {
    const room = this.rooms.create({});
    await this.em.persist(room).flush();
  }
  async send(text: string) {
    const message = this.messages.create({ text });
    return this.messages.getEntityManager().persist(message).flush();
  }
  rename(user: User) {
    this.users.assign(user, { name: 'x' });
    return this.em.flush();
  }
  list(id: number) {
    return this.rooms
      .qb('r')
      .select('r.*')
      .leftJoinAndSelect('r.messages', 'm')
      .where('r.id = ?', [id]);
  }
}`,
    },
    expected: [
      'chat.ts:14 write chat_room',
      'chat.ts:18 write message',
      'chat.ts:21 write user',
      'chat.ts:26 read chat_room',
      'chat.ts:28 read message',
    ],
  },
  {
    detector: 'typeorm',
    name: 'puts relations that another file hands in at the call, not at a line of that file',
    files: {
      'entities.ts': `import { Entity, ManyToOne, PrimaryColumn } from 'typeorm';
@Entity('goals')
export class Goal { @PrimaryColumn() id: number; }
@Entity('trials')
export class Trial { @PrimaryColumn() id: number; @ManyToOne(() => Goal) goal: Goal; }`,
      'trials.ts': `import { FindOneOptions, Repository } from 'typeorm';
import { Trial } from './entities';
export class Trials {
  constructor(private readonly trials: Repository<Trial>) {}
  one(options: FindOneOptions<Trial>) {
    return this.trials.findOne(options);
  }
}`,
      'routes.ts': `import { Trials } from './trials';
export class Routes {
  constructor(private readonly trials: Trials) {}






  show(id: number) {
    return this.trials.one({ where: { id }, relations: ['goal'] });
  }
}`,
    },
    expected: ['trials.ts:6 read goals', 'trials.ts:6 read trials'],
  },
  {
    detector: 'mongo',
    name: 'populates by names held in constants, by functions and by the model that is told',
    files: {
      'agency.js': `const { Schema } = require('mongoose');
exports.AGENCY = 'Agency';
exports.makeAgency = (db) => db.model('Agency', new Schema({ name: String }));`,
      'user.js': `const { Schema } = require('mongoose');
const { AGENCY } = require('./agency');
const compile = (db) => {
  const schema = new Schema({ agency: { type: Schema.Types.ObjectId, ref: AGENCY }, home: { type: String, ref: () => AGENCY } });
  return db.model('User', schema);
};
module.exports = (db) => {
  try {
    return db.model('User');
  } catch {
    return compile(db);
  }
};`,
      'service.js': `const mongoose = require('mongoose');
const { AGENCY } = require('./agency');
const User = require('./user')(mongoose);
exports.one = (id) => User.findById(id).populate('agency');
exports.home = (id) => User.findById(id).populate({ path: 'home' });
exports.told = (id) =>
  User.findById(id)
    .populate({ path: 'other', model: AGENCY });`,
    },
    expected: [
      'service.js:4 read agencies',
      'service.js:4 read users',
      'service.js:5 read agencies',
      'service.js:5 read users',
      'service.js:7 read users',
      'service.js:8 read agencies',
    ],
  },
  {
    detector: 'knex',
    name: 'knows a deletion whose verb stands before its table',
    files: {
      'db.ts': `import knex from 'knex';
export const getKnex = () => knex({ client: 'pg' });`,
      'blocks.ts': `import { getKnex } from './db';
export class Blocks {
  constructor(private readonly connection: { run(q: unknown): Promise<unknown> }) {}
  drop(ids: number[]) {
    const query = getKnex()
      .delete()
      .from('blocks')
      .whereIn('id', ids);
    return this.connection.run(query);
  }
  list() {
    return this.connection.run(getKnex().select('*').from('blocks'));
  }
}`,
    },
    expected: ['blocks.ts:7 write blocks', 'blocks.ts:12 read blocks'],
  },
  {
    detector: 'sequelize',
    name: 'finds models by the key they are kept under, and those that a function requires for itself',
    files: {
      'models/stake.ts': `import Sequelize from 'sequelize';
export default (sequelize: Sequelize.Sequelize) => sequelize.define('CommunityStakes', {}, { tableName: 'CommunityStakes' });`,
      'models/index.ts': `import Sequelize from 'sequelize';
import CommunityStake from './stake';
export const Factories = { CommunityStake };
export type DB = { [K in keyof typeof Factories]: ReturnType<(typeof Factories)[K]> };
export const buildDb = (sequelize: Sequelize.Sequelize): DB =>
  Object.fromEntries(Object.entries(Factories).map(([key, factory]) => [key, factory(sequelize)])) as DB;`,
      'database.ts': `import Sequelize from 'sequelize';
import { DB, buildDb } from './models';
let models: DB;
models = buildDb(new Sequelize.Sequelize('postgres://localhost'));
export { models };`,
      'stakes.ts': `import { models } from './database';
export const one = () => models.CommunityStake.findOne();`,
      'js/models/errors.js': `const { Model } = require('sequelize');
export default (sequelize, DataTypes) => {
  class RequestErrors extends Model {}
  RequestErrors.init({ id: DataTypes.BIGINT }, { sequelize, modelName: 'RequestErrors' });
  return RequestErrors;
};`,
      'js/models/index.js': `const fs = require('fs');
const Sequelize = require('sequelize');
const db = {};
const sequelize = new Sequelize('postgres://localhost');
fs.readdirSync(__dirname).forEach((file) => {
  const made = require(file).default(sequelize, Sequelize);
  db[made.name] = made;
});
module.exports = db;`,
      'js/services/service.js': `export default async function keep(body) {
  const { RequestErrors } = require('../models');
  return RequestErrors.create(body);
}`,
    },
    expected: ['stakes.ts:2 read CommunityStakes', 'js/services/service.js:3 write RequestErrors'],
  },
  {
    detector: 'mongo',
    name: 'follows what a function that a function made was given, and knows a list from a collection',
    files: {
      'collection.ts': `import { Db } from 'mongodb';
export function createCollection<T>(name: string) {
  return <U = T>(mongo: Db) => {
    return mongo.collection<Readonly<U>>(name);
  };
}`,
      'context.ts': `import { Collection, Db } from 'mongodb';
import { createCollection } from './collection';
export interface Site { id: string }
export interface MongoContext { readonly live: Db; sites(): Collection<Readonly<Site>>; users(): Collection<Readonly<Site>>; old(): Collection<Readonly<Site>> }
export class MongoContextImpl implements MongoContext {
  public readonly live: Db;
  constructor(live: Db) { this.live = live; }
  public sites(): Collection<Readonly<Site>> { return createCollection<Site>('sites')(this.live); }
  public users(): Collection<Readonly<Site>> { return createCollection<Site>('users')(this.live); }
  public old(): Collection<Readonly<Site>> { return createCollection<Site>('archivedSites')(this.live); }
}`,
      'query.ts': `import { Collection } from 'mongodb';
export class Query<T> {
  private readonly collection: Collection<T>;
  constructor(collection: Collection<T>) { this.collection = collection; }
  exec() { return this.collection.find({}); }
}`,
      'sites.ts': `import { MongoContext } from './context';
export const add = (mongo: MongoContext) => mongo.sites().insertOne({ id: '1' });
export const one = (mongo: MongoContext, id: string) => mongo.users().findOne({ id });
export async function keep(mongo: MongoContext, isOld: boolean) {
  const coll = isOld ? mongo.old() : mongo.sites();
  await coll.insertOne({ id: '2' });
  const sites = await mongo.sites().find({}).toArray();
  return sites.find(({ id }) => id === '2');
}`,
    },
    expected: [
      'sites.ts:2 write sites',
      'sites.ts:3 read users',
      'sites.ts:6 write archivedSites',
      'sites.ts:6 write sites',
      'sites.ts:7 read sites',
    ],
  },
  {
    detector: 'prisma',
    name: 'follows options held in a variable, and puts those of another file at the call',
    files: {
      'schema.prisma': `model Org { id Int @id
  media Media[] }
model Media { id Int @id
  orgId Int
  org Org @relation(fields: [orgId], references: [id]) }`,
      'shapes.ts': `export const NAME = 'x';


export const WITH_ORG = { org: true };`,
      'media.ts': `import { PrismaClient } from '@prisma/client';
import { WITH_ORG } from './shapes';
const prisma = new PrismaClient();
export const count = (id: number) => {
  const query = {
    where: { org: { id } },
  };
  return prisma.media.count(query);
};
export const all = () =>
  prisma.media.findMany({ include: WITH_ORG });`,
    },
    expected: [
      'media.ts:6 read Org',
      'media.ts:8 read Media',
      'media.ts:11 read Media',
      'media.ts:11 read Org',
    ],
  },
  {
    detector: 'sequelize',
    name: 'reads the table between two models through the methods of a relation',
    files: {
      'models.js': `const { DataTypes } = require('sequelize');
module.exports = (sequelize) => {
  const User = sequelize.define('User', { name: DataTypes.STRING });
  const Role = sequelize.define('Role', { name: DataTypes.STRING });
  User.belongsToMany(Role, { through: 'UserRoles', as: 'roles' });
  return { User, Role };
};`,
      'service.js': `const models = require('./models')(require('sequelize'));
exports.roles = async (id) => {
  const user = await models.User.findByPk(id);
  const given = await user.getRoles();
  await user.addRole(given[0]);
  return user.countRoles();
};`,
    },
    expected: [
      'service.js:3 read Users',
      'service.js:4 read Roles',
      'service.js:4 read UserRoles',
      'service.js:5 write UserRoles',
      'service.js:6 read Roles',
      'service.js:6 read UserRoles',
    ],
  },
  {
    detector: 'express',
    name: 'takes the last of a list of handlers that another file keeps',
    files: {
      'controller.ts': `import type { RequestHandler } from 'express';
const validate: RequestHandler = (req, res, next) => next();
export const createForm: RequestHandler = (req, res) => { res.end(); };
export const handleCreateForm = [validate, createForm] as RequestHandler[];`,
      'routes.ts': `import { Router } from 'express';
import * as Forms from './controller';
export const router = Router();
router.post('/forms', Forms.handleCreateForm);`,
    },
    expected: ['routes.ts:4 POST /forms -> controller.ts#createForm'],
  },
];

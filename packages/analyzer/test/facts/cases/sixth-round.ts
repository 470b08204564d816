import type { DetectorCase } from '../detector-case.ts';

/** What was lost in codebases nobody had looked at, in libraries known before. */
export const SIXTH_ROUND_CASES: DetectorCase[] = [
  {
    detector: 'objection',
    name: 'reads the table between two models, and models that a transaction hands in',
    files: {
      'models.js': `const { Model } = require('objection');
class Role extends Model { static get tableName() { return 'role'; } }
class Permission extends Model {
  static get tableName() { return 'permission'; }
  static get relationMappings() {
    return {
      roles: {
        relation: Model.ManyToManyRelation,
        modelClass: Role,
        join: { from: 'permission.code', through: { from: 'role_permission.permission', to: 'role_permission.role' }, to: 'role.code' },
      },
    };
  }
}
module.exports = { Permission, Role };`,
      'service.js': `const { transaction } = require('objection');
const { Permission, Role } = require('./models');
const list = () => Permission.query().withGraphFetched('[roles]');
const ofOne = async (id) => { const own = await Permission.query().findById(id); return own.$relatedQuery('roles'); };
const claim = () => transaction(Role, async (Own) => {
  const found = await Own.query().first();
  await Own.query().patch({ name: 'x' });
});
module.exports = { list, ofOne, claim };`,
    },
    expected: [
      'service.js:3 read permission',
      'service.js:3 read role',
      'service.js:3 read role_permission',
      'service.js:4 read permission',
      'service.js:4 read role',
      'service.js:4 read role_permission',
      'service.js:6 read role in service.js:5',
      'service.js:7 write role in service.js:5',
    ],
  },
  {
    detector: 'typeorm',
    name: 'knows that MikroORM makes no tables between documents of MongoDB',
    files: {
      'entities.ts': `import { Collection, Entity, ManyToMany, PrimaryKey } from '@mikro-orm/core';
@Entity({ tableName: 'systems' })
export class System { @PrimaryKey() id: string; }
@Entity({ tableName: 'schools' })
export class School { @PrimaryKey() id: string; @ManyToMany(() => System) systems = new Collection<System>(this); }`,
      'repo.ts': `import { EntityManager } from '@mikro-orm/mongodb';
import { School } from './entities';
export class SchoolRepo {
  constructor(private readonly em: EntityManager) {}
  get entityName() { return School; }
  one(id: string) { return this.em.findOne(School, { id }, { populate: ['systems'] }); }
}`,
    },
    expected: ['repo.ts:6 read schools', 'repo.ts:6 read systems'],
  },
  {
    detector: 'typeorm',
    name: 'takes the entity of a repository class of the codebase from where it is declared',
    files: {
      'orm.ts': `export const Entity = (name: string, options: object) => (cls: unknown) => cls;
export class Repository<T> {
  constructor(readonly connector: any) {}
  find(filter: object) { return this.connector.find(filter); }
  save(entity: T) { return this.connector.save(entity); }
}
export const getRepository = async <T>(name: string, entity: unknown): Promise<Repository<T>> => new Repository<T>({});`,
      'tag.ts': `import { Entity } from './orm';
export const TYPE = 'tags';
@Entity(TYPE, { primaryKey: ['id'] })
export class Tag { id: string; }`,
      'tags.ts': `import { getRepository, Repository } from './orm';
import { Tag, TYPE } from './tag';
export class Tags {
  repository: Repository<Tag>;
  async init() { this.repository = await getRepository<Tag>(TYPE, Tag); }
  list() { return this.repository.find({}); }
  async save(tag: Tag) { await this.repository.save(tag); }
}`,
    },
    expected: ['tags.ts:6 read tags', 'tags.ts:7 write tags'],
  },
  {
    detector: 'mongo',
    name: 'knows the collection of an entity',
    files: {
      'entities.ts': `import { Entity, PrimaryKey } from '@mikro-orm/core';
@Entity({ tableName: 'schools' })
export class School { @PrimaryKey() id: string; }`,
      'repo.ts': `import { EntityManager, EntityName } from '@mikro-orm/mongodb';
import { School } from './entities';
export class SchoolRepo {
  constructor(private readonly em: EntityManager) {}
  get entityName(): EntityName<School> { return School; }
  ids() { return this.em.getCollection(this.entityName).distinct('_id'); }
  async put(id: string) {
    const collection = this.em.getCollection(School);
    await collection.findOneAndUpdate({ id }, { $set: { id } }, { upsert: true });
  }
}`,
    },
    expected: ['repo.ts:6 read schools', 'repo.ts:9 write schools'],
  },
  {
    detector: 'sql',
    name: 'reads a query that is copied out, and lower case without a condition',
    files: {
      'export.ts': `import postgres from 'postgres';
const sql = postgres();
export const all = sql\`
  COPY (
    SELECT id, payload
    FROM requests ORDER BY id
  )\`;
export const users = (pg: any) => pg.map(\`select distinct user_id from bets\`, []);`,
    },
    expected: ['export.ts:6 read requests', 'export.ts:8 read bets'],
  },
];

import type { DetectorCase } from '../detector-case.ts';

/** What was known to be lost before the ninth round. */
export const KNOWN_LOST_CASES: DetectorCase[] = [
  {
    detector: 'typeorm',
    name: 'reads what plain conditions and queries inside a query lead to',
    files: {
      'entities.ts': `import { BaseEntity, Entity, ManyToOne, OneToMany } from 'typeorm';
@Entity('users') export class User extends BaseEntity { @OneToMany(() => Post, (p) => p.user) posts: Post[]; }
@Entity('posts') export class Post { @ManyToOne(() => User, (u) => u.posts) user: User; @OneToMany(() => Tag, (t) => t.post) tags: Tag[]; }
@Entity('tags') export class Tag { @ManyToOne(() => Post) post: Post; }`,
      'users.ts': `import { In, Repository } from 'typeorm';
import { Post, Tag, User } from './entities.ts';
export class Users {
  constructor(private users: Repository<User>) {}
  deep() { return this.users.findBy({ posts: { tags: { name: 'x' } } }); }
  one() { return this.users.findOneBy([{ posts: { id: 1 } }, { id: In([1]) }]); }
  most() { return this.users.maximum('age', { posts: { id: 1 } }); }
  active() { return User.existsBy({ posts: { id: 1 } }); }
  managed(source) { return source.transaction((manager) => manager.countBy(User, { posts: { id: 1 } })); }
  held() { const where = { posts: { id: 1 } }; return this.users.findOneByOrFail(where); }
  plain() { return this.users.findBy({ name: 'x' }); }
  condition() {
    return this.users.createQueryBuilder('u').where((qb) => {
      const inner = qb.subQuery().select('p.id').from(Post, 'p').innerJoin('p.tags', 't').getQuery();
      return 'u.id IN ' + inner;
    }).getMany();
  }
  byName() { return this.users.createQueryBuilder('u').where((qb) => 'u.id IN ' + qb.subQuery().select('p.id').from('posts', 'p').getQuery()).getMany(); }
  column() { return this.users.createQueryBuilder('u').addSelect((inner) => inner.select('count(*)').from(Post, 'p'), 'n').getMany(); }
  table() { return this.users.createQueryBuilder('u').leftJoin((qb) => qb.from(Tag, 't'), 't', 'c').getMany(); }
  list() { return Array.from([1], (x) => x); }
}`,
    },
    expected: [
      'users.ts:10 read posts',
      'users.ts:10 read users',
      'users.ts:11 read users',
      'users.ts:13 read users',
      'users.ts:14 read posts',
      'users.ts:14 read tags',
      'users.ts:18 read posts',
      'users.ts:18 read users',
      'users.ts:19 read posts',
      'users.ts:19 read users',
      'users.ts:20 read tags',
      'users.ts:20 read users',
      'users.ts:5 read posts',
      'users.ts:5 read tags',
      'users.ts:5 read users',
      'users.ts:6 read posts',
      'users.ts:6 read users',
      'users.ts:7 read posts',
      'users.ts:7 read users',
      'users.ts:8 read posts',
      'users.ts:8 read users',
      'users.ts:9 read posts in users.ts:9',
      'users.ts:9 read users in users.ts:9',
    ],
  },
];

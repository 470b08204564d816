import type { DetectorCase } from '../detector-case.ts';

/** Clocks, containers and drivers by the names of the libraries that people use. */
export const ENTRY_CASES: DetectorCase[] = [
  {
    detector: 'jobs',
    name: 'knows schedulers, repeated jobs of queues, and what each of them runs',
    files: {
      'jobs.ts': `import { CronJob } from 'cron';
import { Cron } from 'croner';
import { Agenda } from 'agenda';
import { Queue } from 'bullmq';
import Bull from 'bull';
import schedule from 'node-schedule';
import { bill, sweep } from './work';
new CronJob({ cronTime: '0 3 * * *', onTick: sweep });
new Cron('0 4 * * *', { name: 'bills' }, bill);
schedule.scheduleJob('0 5 * * *', async () => { await sweep(); });
const agenda = new Agenda({});
agenda.define('mail', { priority: 'high' }, sweep);
const queue = new Queue('reports');
queue.add('weekly', { all: true }, { repeat: { pattern: '0 6 * * 1' } });
const old = new Bull('old');
old.add({}, { repeat: { cron: '0 7 * * *' } });
queue.add('often', {}, { repeat: { every: 60000 } });
queue.add('once', { cron: 'blue' });
const ZONE = 'America/New_York';
new CronJob('0 8 * * *', bill, null, true, ZONE);`,
      'work.ts': `export async function sweep() {}
export async function bill() {}`,
    },
    expected: [
      'jobs.ts:8 job sweep 0 3 * * *',
      'jobs.ts:9 job bills 0 4 * * *',
      'jobs.ts:10 job sweep 0 5 * * *',
      'jobs.ts:12 job mail',
      'jobs.ts:14 job weekly 0 6 * * 1',
      'jobs.ts:16 job old 0 7 * * *',
      'jobs.ts:17 job often every 60000 ms',
      'jobs.ts:20 job bill 0 8 * * *',
    ],
    handlers: [
      'jobs.ts:20 bill -> work.ts#bill',
      'jobs.ts:8 sweep -> work.ts#sweep',
      'jobs.ts:9 bills -> work.ts#bill',
      'jobs.ts:10 sweep -> jobs.ts#',
      'jobs.ts:12 mail -> work.ts#sweep',
    ],
  },
  {
    detector: 'nestjs',
    name: 'names the methods behind clocks, events and queues',
    files: {
      'tasks.ts': `import { Cron, CronExpression, Interval, Timeout } from '@nestjs/schedule';
import { OnEvent } from '@nestjs/event-emitter';
import { Process, Processor } from '@nestjs/bull';
@Processor('mails')
export class Tasks {
  @Cron(CronExpression.EVERY_HOUR) clean() {}
  @Cron('0 3 * * *', { name: 'nightly' }) night() {}
  @Interval(5000) poll() {}
  @Timeout(100) warm() {}
  @OnEvent('order.paid') paid() {}
  @Process('welcome') welcome() {}
}`,
    },
    expected: [
      'tasks.ts:4 listen mails',
      'tasks.ts:6 job clean EVERY_HOUR',
      'tasks.ts:7 job nightly 0 3 * * *',
      'tasks.ts:8 job poll 5000',
      'tasks.ts:9 job warm 100',
      'tasks.ts:10 listen order.paid',
      'tasks.ts:11 listen welcome',
    ],
    handlers: [
      'tasks.ts:6 clean -> tasks.ts#Tasks.clean',
      'tasks.ts:7 nightly -> tasks.ts#Tasks.night',
      'tasks.ts:8 poll -> tasks.ts#Tasks.poll',
      'tasks.ts:9 warm -> tasks.ts#Tasks.warm',
      'tasks.ts:10 order.paid -> tasks.ts#Tasks.paid',
      'tasks.ts:11 welcome -> tasks.ts#Tasks.welcome',
    ],
  },
  {
    detector: 'events',
    name: 'names the functions that listen',
    files: {
      'mail.ts': `import { EventEmitter } from 'node:events';
import { Worker } from 'bullmq';
import { welcome } from './welcome';
const bus = new EventEmitter();
bus.on('OrderPaid', welcome);
new Worker('mails', async (job) => welcome(job.data));`,
      'welcome.ts': `export async function welcome(who) {}`,
    },
    expected: ['mail.ts:5 listen OrderPaid', 'mail.ts:6 listen mails'],
    handlers: ['mail.ts:5 OrderPaid -> welcome.ts#welcome', 'mail.ts:6 mails -> mail.ts#'],
  },
  {
    detector: 'constructor-injection',
    name: 'knows tsyringe by class, by token and from the container',
    files: {
      'store.ts': `export interface Store { save(): void }
export class SqlStore implements Store { save() {} }
export class MemoryStore implements Store { save() {} }`,
      'container.ts': `import { container } from 'tsyringe';
import { SqlStore } from './store';
container.register('Store', { useClass: SqlStore });`,
      'shop.ts': `import { container, inject, injectable } from 'tsyringe';
import type { Store } from './store';
import { Mail } from './mail';
@injectable()
export class Shop { constructor(@inject('Store') private store: Store, private mail: Mail) {} }
export const shop = container.resolve(Shop);`,
      'mail.ts': `import { singleton } from 'tsyringe';
@singleton() export class Mail {}`,
    },
    expected: [
      'shop.ts:5 inject Mail -> mail.ts',
      'shop.ts:5 inject Store -> store.ts',
      'shop.ts:6 inject Shop -> shop.ts',
    ],
  },
  {
    detector: 'constructor-injection',
    name: 'knows inversify by symbols',
    files: {
      'types.ts': `export const TYPES = { Store: Symbol.for('Store') };`,
      'store.ts': `export class SqlStore { save() {} }`,
      'container.ts': `import { Container } from 'inversify';
import { SqlStore } from './store';
import { TYPES } from './types';
export const container = new Container();
container.bind(TYPES.Store).to(SqlStore).inSingletonScope();`,
      'shop.ts': `import { inject, injectable } from 'inversify';
import { TYPES } from './types';
@injectable()
export class Shop { constructor(@inject(TYPES.Store) private store: unknown) {} }`,
    },
    expected: ['shop.ts:4 inject Store -> store.ts'],
  },
  {
    detector: 'process-state',
    name: 'knows sessions, locks and files on disk by their libraries',
    files: {
      'state.ts': `import session from 'express-session';
import { Mutex } from 'async-mutex';
import AsyncLock from 'async-lock';
import multer from 'multer';
import fs from 'node:fs';
const stock = new Mutex();
const lock = new AsyncLock();
export const upload = multer({ dest: 'uploads/' }), held = multer({ storage: multer.memoryStorage() });
export const start = (app) => { app.use(session({ secret: 'x' })); };
export const write = () => fs.createWriteStream('exports/all.csv');
export const read = () => fs.readFileSync('exports/all.csv');
export const keep = () => fs.writeFileSync(process.env.KEPT_IN ?? '', '');
export const run = () => stock.runExclusive(() => lock.acquire('a', () => {}));`,
    },
    expected: [
      'state.ts:6 lock stock',
      'state.ts:7 lock lock',
      'state.ts:8 local-disk multer',
      'state.ts:9 session express-session',
      'state.ts:10 local-disk exports/all.csv',
      'state.ts:12 local-disk writeFileSync',
    ],
  },
  {
    detector: 'sql',
    name: 'reads what node:sqlite, better-sqlite3, mysql2, slonik and postgres.js are given',
    files: {
      'lite.ts': `import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
const db = new DatabaseSync(':memory:');
export const one = db.prepare('SELECT id FROM orders WHERE id = ?');
const other = new Database('x.db');
export const two = () => other.prepare('DELETE FROM carts').run();
export const all = other.transaction(() => { other.exec('UPDATE stock SET n = 0'); });`,
      'mysql.ts': `import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
export const rows = () => pool.execute('SELECT * FROM \`orders\` WHERE id = ?', [1]);`,
      'slonik.ts': `import { createPool, sql } from 'slonik';
export const find = async (pool) => {
  await pool.any(sql.type(Row)\`SELECT id FROM buyers\`);
  await pool.query(sql.unsafe\`INSERT INTO \${sql.identifier(['shop', 'log'])} (id) VALUES (1)\`);
};`,
      'pg.ts': `import postgres from 'postgres';
const sql = postgres();
export const add = (row) => sql\`insert into \${sql('orders')} \${sql(row)}\`;
export const begin = () => sql.begin(async (tx) => { await tx\`update stock set n = 1\`; });`,
    },
    expected: [
      'lite.ts:4 read orders',
      'lite.ts:6 write carts',
      'lite.ts:7 write stock in lite.ts:7',
      'mysql.ts:3 read orders',
      'pg.ts:3 write orders',
      'pg.ts:4 write stock in pg.ts:4',
      'slonik.ts:3 read buyers',
      'slonik.ts:4 write shop.log',
    ],
  },
];

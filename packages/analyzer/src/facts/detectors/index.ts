import type { Detector } from '../detector.ts';
import { adonis } from './adonis.ts';
import { bigquery } from './bigquery.ts';
import { bookshelf } from './bookshelf.ts';
import { clickhouse } from './clickhouse.ts';
import { commands } from './commands/commands.ts';
import { convex } from './convex/convex.ts';
import { drizzle } from './drizzle/drizzle.ts';
import { dynamodb } from './dynamodb.ts';
import { elasticsearch } from './elasticsearch/elasticsearch.ts';
import { events } from './events/events.ts';
import { firestore } from './firestore/firestore.ts';
import { graphql } from './graphql.ts';
import { graphqlBuilders } from './graphql-builders.ts';
import { awilix, decoratedInjection } from './injection.ts';
import { inversifyExpress } from './inversify-express.ts';
import { jobs } from './jobs.ts';
import { knex } from './knex/knex.ts';
import { kysely } from './kysely/kysely.ts';
import { loopback } from './loopback/loopback.ts';
import { lucid } from './lucid/lucid.ts';
import { meteor } from './meteor.ts';
import { mongo } from './mongo/mongo.ts';
import { neo4j } from './neo4j/neo4j.ts';
import { nestjs } from './nestjs.ts';
import { next } from './next.ts';
import { objection } from './objection/objection.ts';
import { outbound } from './outbound.ts';
import { prisma } from './prisma.ts';
import { processState } from './process-state/process-state.ts';
import { queryFunctions } from './query-functions.ts';
import { redbeanNode } from './redbean-node.ts';
import { redis } from './redis.ts';
import { express, fastify, hapi, hono, koa } from './routers.ts';
import { sails } from './sails.ts';
import { sequelizeMigrations } from './sequelize/migrations.ts';
import { sequelize } from './sequelize/sequelize.ts';
import { sql } from './sql.ts';
import { supabase } from './supabase.ts';
import { temporal } from './temporal.ts';
import { trpc } from './trpc.ts';
import { typeormMigrations } from './typeorm/migrations.ts';
import { typeorm } from './typeorm/typeorm.ts';
import { waterline } from './waterline.ts';

/** Every library the analyzer understands. Adding one means adding it here. */
export const DETECTORS: Detector[] = [
  drizzle,
  prisma,
  typeorm,
  sequelize,
  mongo,
  knex,
  objection,
  bookshelf,
  kysely,
  queryFunctions,
  sql,
  typeormMigrations,
  sequelizeMigrations,
  express,
  fastify,
  koa,
  hapi,
  hono,
  nestjs,
  next,
  trpc,
  graphql,
  graphqlBuilders,
  events,
  jobs,
  commands,
  decoratedInjection,
  awilix,
  outbound,
  redis,
  elasticsearch,
  processState,
  meteor,
  redbeanNode,
  supabase,
  lucid,
  waterline,
  convex,
  loopback,
  adonis,
  sails,
  dynamodb,
  firestore,
  clickhouse,
  neo4j,
  inversifyExpress,
  bigquery,
  temporal,
];

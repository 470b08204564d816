import type { Detector } from '../detector.ts';
import { drizzle } from './drizzle.ts';
import { events } from './events.ts';
import { jobs } from './jobs.ts';
import { nestjs } from './nestjs.ts';
import { express, fastify, hapi, hono, koa } from './routers.ts';
import { sql } from './sql.ts';

/** Every library the analyzer understands. Adding one means adding it here. */
export const DETECTORS: Detector[] = [drizzle, sql, express, fastify, koa, hapi, hono, nestjs, events, jobs];

import type { Detector } from '../detector.ts';
import { routerDetector } from '../routers.ts';

export const express: Detector = routerDetector({
  name: 'express',
  packages: [
    'express',
    'express-promise-router',
    'restify',
    'polka',
    'router',
    'express-async-router',
  ],
  fallback: true,
});
export const fastify: Detector = routerDetector({
  name: 'fastify',
  packages: ['fastify'],
});
export const koa: Detector = routerDetector({
  name: 'koa',
  packages: ['koa', 'koa-router', '@koa/router', 'koa-joi-router'],
});
export const hapi: Detector = routerDetector({
  name: 'hapi',
  packages: ['@hapi/hapi', 'hapi'],
});
export const hono: Detector = routerDetector({
  name: 'hono',
  packages: ['hono', '@hono/zod-openapi'],
});

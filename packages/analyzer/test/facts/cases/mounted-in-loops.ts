import type { DetectorCase } from '../detector-case.ts';

export const MOUNTED_IN_LOOP_CASES: DetectorCase[] = [
  {
    detector: 'express',
    name: 'mounts each router of a list that a loop goes through',
    files: {
      'app.js': `const express = require('express');
const v1 = require('./v1');
const app = express();
app.use('/v1', v1);`,
      'v1.js': `const { Router } = require('express');
const router = Router();
const routes = [
  { path: '/auth', route: require('./auth') },
  { path: '/users', route: require('./users') },
];
routes.forEach((entry) => {
  router.use(entry.path, entry.route);
});
for (const { path, route } of [{ path: '/orders', route: require('./orders') }]) router.use(path, route);
module.exports = router;`,
      'auth.js': `const router = require('express').Router();
router.post('/login', function login() {});
module.exports = router;`,
      'users.js': `const router = require('express').Router();
router.get('/:id', function show() {});
module.exports = router;`,
      'orders.js': `const router = require('express').Router();
router.get('/', function list() {});
module.exports = router;`,
    },
    expected: [
      'auth.js:2 POST /v1/auth/login -> auth.js#login',
      'orders.js:2 GET /v1/orders -> orders.js#list',
      'users.js:2 GET /v1/users/:id -> users.js#show',
    ],
  },
  {
    detector: 'express',
    name: 'reads routes of a list, also from another file and by the method it names',
    files: {
      'app.ts': `import express from 'express';
import { ROUTES } from './routes.ts';
const app = express();
ROUTES.forEach(({ method, path, handler }) => app[method](path, handler));
for (const route of ROUTES) app.get('/copy' + route.path, route.handler);`,
      'routes.ts': `import { list, show } from './orders.ts';
export const ROUTES = [
  { method: 'get', path: '/orders', handler: list },
  { method: 'post', path: '/orders/:id', handler: show },
];`,
      'orders.ts': `export function list() {}
export function show() {}`,
    },
    expected: [
      'app.ts:4 GET /orders -> orders.ts#list',
      'app.ts:4 POST /orders/:id -> orders.ts#show',
      'app.ts:5 GET /copy/orders -> orders.ts#list',
      'app.ts:5 GET /copy/orders/:id -> orders.ts#show',
    ],
  },
  {
    detector: 'express',
    name: 'still lists a path that no loop tells',
    files: {
      'app.js': `const app = require('express')();
readRoutes().forEach((route) => app.get(route.path, route.handler));`,
    },
    expected: [],
    unresolved: ['app.js:2 route: path is computed'],
  },
];

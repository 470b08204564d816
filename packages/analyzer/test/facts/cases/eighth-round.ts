import type { DetectorCase } from '../detector-case.ts';

/** What was known to be lost after seven rounds, and what three more codebases showed. */
export const EIGHTH_ROUND_CASES: DetectorCase[] = [
  {
    detector: 'express',
    name: 'finds handlers behind getters, wrappers of another package and objects of their parts',
    files: {
      'api/index.js': `const framework = require('@acme/api-framework');
module.exports = {
  get orders() { return framework.pipeline(require('./orders'), utils); },
  get users() { return require('./users'); },
};`,
      'api/orders.js': `const controller = {
  docName: 'orders',
  read: { headers: {}, permissions: true, query(frame) { return frame.id; } },
  async add(frame) { return frame.data; },
};
module.exports = controller;`,
      'api/users.js': `exports.read = (req, res) => res.end();`,
      'routes.js': `const express = require('express');
const { http } = require('@acme/api-framework');
const api = require('./api');
const catchAsync = (fn) => (req, res, next) => fn(req, res, next).catch(next);
const router = express.Router();
router.get('/orders', auth, http(api.orders.read));
router.post('/orders', auth, http(api.orders.add));
router.get('/users', catchAsync(api.users.read));
router.get('/mine', limit({ max: 5 }), catchAsync(async (req, res) => mine(res)));
router.get('/lost', http(api.gone.read));
function mine(res) { res.end(); }`,
    },
    expected: [
      'routes.js:10 GET /lost',
      'routes.js:6 GET /orders -> api/orders.js#query',
      'routes.js:7 POST /orders -> api/orders.js#controller.add',
      'routes.js:8 GET /users -> api/users.js#read',
      'routes.js:9 GET /mine -> routes.js#',
    ],
  },
  {
    detector: 'fastify',
    name: 'finds the handler among the options of a route',
    files: {
      'app.js': `const fastify = require('fastify');
const { list } = require('./list');
const app = fastify();
app.get('/a', { schema: {}, handler: list });
app.get('/b', { schema: {} }, list);
app.get('/c', { preHandler: [check], handler: async () => list() });
function check() {}`,
      'list.js': `exports.list = async () => [];`,
    },
    expected: [
      'app.js:4 GET /a -> list.js#list',
      'app.js:5 GET /b -> list.js#list',
      'app.js:6 GET /c -> app.js#handler',
    ],
  },
];

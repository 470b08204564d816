import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const PLUGIN = `const fp = require('fastify-plugin');
const controllers = require('./controllers');
module.exports = fp(async (app) => {
  const db = { controllers };
  app.decorate('db', db);
  await controllers.init(app);
});`;
const PROJECT = `module.exports = {
  async start(app, project) { return this.find(app, project.id); },
  find: async function (app, id) {},
};`;
const ROUTES = `module.exports = async (app) => {
  app.get('/projects/:id', async (request) => {
    return await app.db.controllers.Project.find(request.params.id);
  });
};`;

async function callsOf(tree: Record<string, string>): Promise<string[]> {
  const { calls } = await extractFacts(temporaryTree(tree));
  return calls.map((c) => `${c.file}:${c.line} -> ${c.to} ${c.callee}`);
}

describe('objects that a loop fills with the files of a folder', () => {
  it('lead to the files, function by function bound to the application', async () => {
    const tree = {
      'db/index.js': PLUGIN,
      'db/controllers/index.js': `const names = ['Project'];
async function init(app) {
  names.forEach((type) => {
    const m = require(\`./\${type}\`);
    module.exports[type] = {};
    for (const key in m) module.exports[type][key] = m[key].bind(m, app);
  });
}
module.exports.init = init;`,
      'db/controllers/Project.js': PROJECT,
      'routes.js': ROUTES,
    };
    expect(await callsOf(tree)).toEqual([
      'db/index.js:6 -> db/controllers/index.js init',
      'routes.js:3 -> db/controllers/Project.js exports.find',
    ]);
  });

  it('lead to what the files give when they are called, and to what another file adds', async () => {
    const tree = {
      'db/index.js': PLUGIN,
      'db/controllers/index.js': `const fs = require('fs');
const path = require('path');
const controllers = { init };
function init(app) {
  fs.readdirSync(__dirname).forEach((file) => {
    const name = path.basename(file, '.js');
    const make = require(path.join(__dirname, file));
    controllers[name] = make(app);
  });
}
module.exports = controllers;`,
      'db/controllers/Project.js': `module.exports = (app) => {
  async function find(id) {}
  return { find };
};`,
      'ee/index.js': `module.exports = (app) => {
  for (const name of ['Pipeline']) app.db.controllers[name] = require('./' + name);
};`,
      'ee/Pipeline.js': 'exports.run = async () => {};',
      'routes.js': `${ROUTES}
module.exports.run = (app) => app.db.controllers.Pipeline.run();`,
    };
    expect(await callsOf(tree)).toEqual([
      'db/index.js:6 -> db/controllers/index.js init',
      'routes.js:3 -> db/controllers/Project.js find',
      'routes.js:6 -> ee/Pipeline.js run',
    ]);
  });

  it('are listed where no file has the name', async () => {
    const { calls, unresolved } = await extractFacts(
      temporaryTree({
        'db/index.js': PLUGIN,
        'db/controllers/index.js': `exports.init = () => {
  for (const name of ['Team']) exports[name] = require('./' + name);
};`,
        'db/controllers/Team.js': 'exports.find = () => {};',
        'routes.js': ROUTES,
      }),
    );
    expect(calls.map(({ file }) => file)).toEqual(['db/index.js']);
    expect(unresolved).toContainEqual({
      kind: 'call',
      file: 'routes.js',
      line: 3,
      text: 'Project.find',
      reason: 'no one file is known by the name, in what db/controllers/index.js fills in a loop',
      calls: 1,
    });
  });

  it('say no more than the source of what is set later', async () => {
    const { imports, unresolved } = await extractFacts(
      temporaryTree({
        'config.js': `const fp = require('fastify-plugin');
module.exports = fp(async (app) => {
  const config = { home: '.' };
  app.decorate('config', config);
});`,
        'cache.js': `const DRIVERS = { memory: './memory', redis: './redis' };
module.exports = (app) => require(DRIVERS[app.config.cache || 'memory']);`,
        'memory.js': '',
        'redis.js': '',
      }),
    );
    expect(imports).toEqual([]);
    expect(unresolved.map(({ file, kind }) => `${file} ${kind}`)).toEqual(['cache.js import']);
  });
});

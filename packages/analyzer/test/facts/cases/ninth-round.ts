import type { DetectorCase } from '../detector-case.ts';

/** What five more codebases showed. */
export const NINTH_ROUND_CASES: DetectorCase[] = [
  {
    detector: 'mongo',
    name: 'names a model by what its parameter is when callers leave it out, and by no default that one of them changes',
    files: {
      'models.ts': `import mongoose, { Schema } from 'mongoose';
const areas = new Schema({ name: String });
export const areaModel = (name: string = 'areas') => mongoose.connection.model(name, areas);
export const climbModel = (name = 'climbs') => mongoose.model(name, new Schema({}));
export const otherModel = (name = 'others') => mongoose.model(name, new Schema({}));
export const db = mongoose.connection;
export const move = (from, to = db) => to.collection('moves').insertOne(from);`,
      'use.ts': `import { areaModel, climbModel, otherModel, move } from './models.ts';
export class Areas {
  areas = areaModel();
  all() { return this.areas.find({}); }
}
export const climbs = () => climbModel('climbs').countDocuments();
export const again = () => climbModel().countDocuments();
export const others = () => otherModel('different').find({});
export const run = () => move({});`,
    },
    expected: [
      'models.ts:7 write moves',
      'use.ts:4 read areas',
      'use.ts:6 read climbs',
      'use.ts:7 read climbs',
    ],
  },
  {
    detector: 'sequelize',
    name: 'knows models that version 4 imports by their files, and those of a setting of the application',
    files: {
      'models/Topic.js': `module.exports = (sequelize, DataTypes) => sequelize.define('Topic', { title: DataTypes.STRING });`,
      'models/Token.js': `module.exports = (sequelize, DataTypes) => sequelize.define('Token', { title: DataTypes.STRING });`,
      'models/index.js': `const Sequelize = require('sequelize');
const sequelize = new Sequelize('x');
const db = {};
fs.readdirSync(__dirname).forEach((file) => { const model = sequelize.import(path.join(__dirname, file)); db[model.name] = model; });
db.sequelize = sequelize;
module.exports = db;`,
      'script.js': `const models = require('./models');
const db = models.sequelize;
const Topic = db.import('./models/Topic');
const Token = db.import(path.join(__dirname, 'models', 'Token.js'));
const other = require('other').import('Topic');
exports.run = async () => {
  await Topic.findOne({ where: {} });
  await Token.update({}, { where: {} });
  await other.findOne({});
};`,
      'parse.js': `module.exports = async (req) => {
  const { app } = req;
  const Token = app.get('models').Token;
  return (await Token.findOne({ where: {} })) ?? app.get('models', 1).Topic.findOne({});
};`,
    },
    expected: ['parse.js:4 read Tokens', 'script.js:7 read Topics', 'script.js:8 write Tokens'],
  },
  {
    detector: 'sql',
    name: 'counts the lines of what stands in a hole, reads a part that begins with FROM, and the steps of a block',
    files: {
      'queries.ts': `import { sql } from 'drizzle-orm';
export const json = (id) => sql\`
  SELECT \${build({
    id,
    alias: 'p',
  })}
  FROM plan_licenses AS p
  JOIN products ON true\`;
export const joined = \`SELECT \${[
  'a',
]} \` + \`FROM joined
  WHERE a = 1\`;
const from = sql\`
  FROM page
  INNER JOIN customers AS c ON c.id = page.id\`;
export const all = (ids) => sql\`WITH page AS (SELECT id FROM pages WHERE id IN (\${ids})) SELECT * \${from}\`;
export const ctes = (base) => sql\`,
  -- what is recent
  recent AS (SELECT id FROM visits), -- (and more)
  rest AS (SELECT id FROM recent JOIN stays ON true)\`;
export const more = (base) => sql\`\${ctes(base)}
  , last AS MATERIALIZED (SELECT id FROM logins)\`;
export const union = (base) => sql\`\${base} UNION SELECT id FROM archives\`;
export const used = sql\`SELECT id FROM rest JOIN last ON true\`;
export const prose = \`
  FROM everywhere to
  JOIN somewhere\`;`,
      'up.js': `exports.up = (db) => db.query('DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.tables) THEN UPDATE "Users" u SET a = 1 FROM "store" s WHERE s.id = u.id; END IF; END $$;');
exports.how = 'Do $5 of work from home';`,
    },
    expected: [
      'queries.ts:11 read joined',
      'queries.ts:15 read customers',
      'queries.ts:16 read pages',
      'queries.ts:19 read visits',
      'queries.ts:20 read stays',
      'queries.ts:22 read logins',
      'queries.ts:23 read archives',
      'queries.ts:7 read plan_licenses',
      'queries.ts:8 read products',
      'up.js:1 read store',
      'up.js:1 write Users',
    ],
  },
];

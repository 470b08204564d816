import type { DetectorCase } from '../detector-case.ts';

export const WATERLINE_CASES: DetectorCase[] = [
  {
    detector: 'waterline',
    name: 'knows the models of a folder as globals, and what they are joined to',
    files: {
      'api/models/User.js': `module.exports = {
  attributes: { name: { type: 'string' }, pets: { collection: 'pet', via: 'owner' } },
  tableName: 'user_account',
  fresh() { return this.find({ fresh: true }); },
};`,
      'api/models/Pet.js': `module.exports = {
  attributes: { owner: { model: 'User', columnName: 'owner_id' } },
};`,
      'api/models/README.js': 'module.exports = { note: 1 };',
      'api/controllers/pets.js': `const Local = { find() {} };
const own = (criteria) => Pet.find(criteria).sort('id');
module.exports = {
  list: () => own({ old: true }),
  drop: (id) => sails.getDatastore().transaction(async (db) => {
    await Pet.destroyOne(id).usingConnection(db);
    await sails.models.user.updateOne(id).set({ name: 'x' });
    await sails.sendNativeQuery('SELECT id FROM user_account WHERE id = $1', [id]).usingConnection(db);
  }),
  give: (id, pet) => User.addToCollection(id, 'pets').members([pet]),
  all: () => User.find().populate('pets'),
  other: () => Local.find(),
  nothing: (User) => User.find(),
};`,
    },
    expected: [
      'api/controllers/pets.js:2 read pet',
      'api/controllers/pets.js:6 write pet in api/controllers/pets.js:5',
      'api/controllers/pets.js:7 write user_account',
      'api/controllers/pets.js:10 write pet',
      'api/controllers/pets.js:11 read pet',
      'api/controllers/pets.js:11 read user_account',
      'api/models/User.js:4 read user_account',
    ],
  },
];

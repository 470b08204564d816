import type { DetectorCase } from '../detector-case.ts';

export const FIRESTORE_CASES: DetectorCase[] = [
  {
    detector: 'firestore',
    name: 'reads collections, documents, those below them, groups, batches and transactions of the server',
    files: {
      'db.ts': `import * as admin from 'firebase-admin';
admin.initializeApp();
export const db = admin.firestore();
export const ORDERS = 'orders';
export const orders = () => db.collection(ORDERS);`,
      'shop.ts': `import { getFirestore, type Firestore, type Transaction } from 'firebase-admin/firestore';
import { db, ORDERS, orders } from './db';
export const load = (id: string) => orders().doc(id).get();
export const open = () => db.collection(ORDERS).where('open', '==', true).orderBy('day').limit(5).get();
export const add = (order: object) => getFirestore().collection('orders').add(order);
export const lines = (id: string) => orders().doc(id).collection('lines').get();
export const line = (id: string, own: string) => db.doc(\`orders/\${id}/lines/\${own}\`).set({});
export const all = () => db.collectionGroup('lines').count().get();
export async function close(id: string) {
  const batch = db.batch();
  const ref = db.collection('carts').doc(id);
  batch.update(ref, { open: false });
  batch.delete(db.collection('locks').doc(id));
  await batch.commit();
}
export const pay = (id: string) =>
  db.runTransaction(async (tx) => {
    const payment = db.collection('payments').doc(id);
    const found = await tx.get(payment);
    tx.set(payment, { paid: found.exists });
  });
export async function clear(store: Firestore) {
  const old = await store.collection('logs').get();
  for (const one of old.docs) await one.ref.delete();
  return old.docs[0]?.data().tags.get('x');
}
export const some = (name: string) => db.collection(name).get();
const kept = new Map<string, number>();
export const other = () => { kept.set('a', 1); return kept.get('a'); };`,
      'auth.ts': `import * as admin from 'firebase-admin';
export const user = (id: string) => admin.auth().getUser(id);
export const value = () => admin.database().ref('orders').set({});`,
    },
    expected: [
      'shop.ts:3 read orders',
      'shop.ts:4 read orders',
      'shop.ts:5 write orders',
      'shop.ts:6 read orders.lines',
      'shop.ts:7 write orders.lines',
      'shop.ts:8 read lines',
      'shop.ts:12 write carts',
      'shop.ts:13 write locks',
      'shop.ts:19 read payments in shop.ts:17',
      'shop.ts:20 write payments in shop.ts:17',
      'shop.ts:23 read logs',
      'shop.ts:24 write logs',
    ],
  },
  {
    detector: 'firestore',
    name: 'reads the functions of the other SDK, and helpers that are told their collection',
    files: {
      'app.ts': `import { addDoc, collection, deleteDoc, doc, getDoc, getDocs, getFirestore, query, setDoc, updateDoc, where, writeBatch } from 'firebase/firestore';
const db = getFirestore();
const users = collection(db, 'users');
export const one = (id: string) => getDoc(doc(db, 'users', id));
export const open = () => getDocs(query(users, where('open', '==', true)));
export const add = (user: object) => addDoc(users, user);
export const note = (id: string) => setDoc(doc(users, id, 'notes', '1'), {});
export const rename = (id: string) => updateDoc(doc(db, \`teams/\${id}\`), { name: 'x' });
export const drop = (id: string) => deleteDoc(doc(collection(db, 'teams', id, 'members'), 'a'));
export const many = () => { const batch = writeBatch(db); batch.set(doc(users), {}); return batch.commit(); };`,
      'helper.js': `const { Firestore } = require('@google-cloud/firestore');
const store = new Firestore();
const find = (name, id) => store.collection(name).doc(id).get();
exports.team = (id) => find('teams', id);
class Repository {
  constructor(name) { this.collection = store.collection(name); }
  keep(id, data) { return this.collection.doc(id).set(data); }
}
const plans = new Repository('plans');
exports.plan = (id) => plans.keep(id, {});`,
    },
    expected: [
      'app.ts:4 read users',
      'app.ts:5 read users',
      'app.ts:6 write users',
      'app.ts:7 write users.notes',
      'app.ts:8 write teams',
      'app.ts:9 write teams.members',
      'app.ts:10 write users',
      'helper.js:4 read teams',
      'helper.js:10 write plans',
    ],
    unresolved: [],
  },
];

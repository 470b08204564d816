import { packageOf } from '../../../link/value.ts';
import type { AccessOperation } from '../../../model/analysis.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { importsAny } from '../../imported-packages.ts';
import { isFirestorePackage, PACKAGES, type Reference, referenceOf } from './references.ts';

/** Methods of references, batches and transactions. */
const METHODS: Readonly<Record<string, AccessOperation>> = {
  get: 'read',
  getAll: 'read',
  onSnapshot: 'read',
  listDocuments: 'read',
  stream: 'read',
  add: 'write',
  set: 'write',
  update: 'write',
  create: 'write',
  delete: 'write',
  recursiveDelete: 'write',
};

/** Functions of the SDK for browsers, which is used in servers too. */
const FUNCTIONS: Readonly<Record<string, AccessOperation>> = {
  getDoc: 'read',
  getDocs: 'read',
  getCountFromServer: 'read',
  getAggregateFromServer: 'read',
  onSnapshot: 'read',
  addDoc: 'write',
  setDoc: 'write',
  updateDoc: 'write',
  deleteDoc: 'write',
};

/** Firestore: collections by their path, `users.orders` for those of a document of `users`. */
export const firestore: Detector = {
  name: 'firestore',
  followsCallers: true,
  packages: PACKAGES,
  calls: [...Object.keys(METHODS), ...Object.keys(FUNCTIONS)],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    if (site.receiver) methodCall(site, out);
    else if (isFirestorePackage(packageOf(site.callee()))) ofFirst(site, out, FUNCTIONS[site.name]);
  },
};

/** `orders.add(…)`, or `batch.set(orders.doc(id), …)` and its like. */
function methodCall(site: CallSite, out: FactSink): void {
  const operation = METHODS[site.name];
  const own = referenceOf(site, site.value(site.receiver));
  if (own && operation) reported(site, out, own, operation);
  else if (!own) for (const argument of references(site)) reported(site, out, argument, operation);
}

/** `transaction.getAll(a, b)` takes several, the others one. */
function references(site: CallSite): Reference[] {
  const given = site.name === 'getAll' ? site.call.args : site.call.args.slice(0, 1);
  return given.flatMap((argument) => referenceOf(site, site.value(argument)) ?? []);
}

function ofFirst(site: CallSite, out: FactSink, operation: AccessOperation | undefined): void {
  const [found] = references(site);
  if (found) reported(site, out, found, operation);
}

function reported(
  site: CallSite,
  out: FactSink,
  { path, confidence }: Reference,
  operation: AccessOperation | undefined,
): void {
  if (!operation) return;
  if (path) out.access(site, path.join('.'), operation, { confidence });
  else out.unknownTable(site, '', 'collection name is computed');
}

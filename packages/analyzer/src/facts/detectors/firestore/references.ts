import { packageOf, stringOf, type Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite } from '../../detector.ts';
import { calledName, lastName } from '../../expressions.ts';

/** What a reference leads to. */
export interface Reference {
  /** Names of the collections from the outermost, without ids of documents; undefined where one is computed. */
  path?: readonly string[];
  /** Below 1 where only a name says that the client is one of Firestore. */
  confidence: number;
}

export const PACKAGES: string[] = [
  'firebase-admin',
  'firebase-admin/firestore',
  '@google-cloud/firestore',
  '@firebase/firestore',
  'firebase/firestore',
  'firebase',
];

/** `firebase/firestore/lite` too. */
export function isFirestorePackage(name: string | undefined): boolean {
  return name !== undefined && PACKAGES.some((own) => name === own || name.startsWith(`${own}/`));
}

const MAX_DEPTH = 20;
/** How a client is called where nothing else says what it is. */
const CLIENT = /^(?:admin)?db$|^firestore$|Firestore$/i;
/** What gives documents and their content, of which only `ref` leads back. */
const ANSWERS = /^(?:get|getDocs?|data|onSnapshot|then|toDate|docs)$/;
const TYPES = /^(?:CollectionReference|DocumentReference|CollectionGroup|Query)$/;

/** The collection that a reference, a query or the `ref` of an answer is about. */
export function referenceOf(site: CallSite, value: Value, depth = 0): Reference | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (value.t === 'member') {
    if (value.name !== 'ref' && value.name !== 'parent') return undefined;
    return behindAnswer(site, value.of, depth + 1);
  }
  if (value.t === 'external-instance')
    return isFirestorePackage(value.package) && TYPES.test(lastPart(value.type))
      ? { confidence: 1 }
      : undefined;
  if (value.t !== 'result') return undefined;
  const name = calledName(value.call) ?? '';
  if (name === 'collection' || name === 'doc' || name === 'collectionGroup')
    return named(site, value, name, depth);
  if (ANSWERS.test(name)) return undefined;
  return referenceOf(site, ownerOf(site, value), depth + 1);
}

/** `(await orders.get()).docs[0].ref`: back over the answer to what was asked. */
function behindAnswer(site: CallSite, value: Value, depth: number): Reference | undefined {
  let at = value;
  for (let steps = depth; steps < MAX_DEPTH; steps++) {
    const found = referenceOf(site, at, depth);
    if (found) return found;
    if (at.t === 'member') at = at.of;
    else if (at.t === 'result') at = ownerOf(site, at);
    else return undefined;
  }
  return undefined;
}

/** What a method is called on; of a function of the library (`query(orders, …)`) its first argument. */
function ownerOf(site: CallSite, value: Extract<Value, { t: 'result' }>): Value {
  if (value.of.t === 'member') return value.of.of;
  const [first] = value.call.args;
  return first && value.of.t === 'external' ? evaluateIn(site, value, first) : value.of;
}

function evaluateIn(
  site: CallSite,
  { file, fn, binding }: Extract<Value, { t: 'result' }>,
  expression: Expression,
): Value {
  return site.registry.evaluator.evaluate(expression, file, fn, binding);
}

/** `db.collection('orders')`, `order.collection('lines')`, `doc(db, 'orders', id)`, `db.doc('orders/1')`. */
function named(
  site: CallSite,
  value: Extract<Value, { t: 'result' }>,
  name: string,
  depth: number,
): Reference | undefined {
  const { call, of } = value;
  const isFunction = of.t === 'external' && isFirestorePackage(of.package);
  const [first, ...others] = call.args;
  const holder = isFunction && first ? evaluateIn(site, value, first) : ownerOf(site, value);
  const written = isFunction ? others : call.args;
  const outer = referenceOf(site, holder, depth + 1);
  const confidence = outer?.confidence ?? clientConfidence(holder, call.callee);
  if (confidence === undefined) return undefined;
  const segments = written.flatMap((part) => segmentsOf(site, value, part));
  // doc(orders, id, 'lines', own): behind a collection the first is an id.
  const start = outer && name === 'doc' ? 1 : 0;
  const path = [...(outer?.path ?? []), ...segments.filter((_, index) => index % 2 === start)];
  const isKnown = path.length > 0 && !path.includes(COMPUTED) && (!outer || outer.path);
  return isKnown ? { path, confidence } : { confidence };
}

const COMPUTED = '';

/** `users/${id}/orders`: the ids need not be known. */
function segmentsOf(
  site: CallSite,
  value: Extract<Value, { t: 'result' }>,
  expression: Expression,
): string[] {
  const text = (part: Expression): string => stringOf(evaluateIn(site, value, part)) ?? COMPUTED;
  if (expression.k !== 'template') return text(expression).split('/');
  const whole = expression.parts.map(
    (part, index) => part + (expression.holes[index] ? text(expression.holes[index]) : ''),
  );
  return whole.join('').replace(/^\//, '').split('/');
}

/** 1 for a client of the library, less where only its name speaks for it. */
function clientConfidence(holder: Value, callee: Expression): number | undefined {
  const from = packageOf(holder);
  if (from !== undefined) return isFirestorePackage(from) ? 1 : undefined;
  if (!isOpaque(holder)) return undefined;
  const receiver = callee.k === 'member' ? callee.object : undefined;
  const name = receiver?.k === 'call' ? calledName(receiver) : lastName(receiver);
  return CLIENT.test(name ?? '') ? 0.8 : undefined;
}

function isOpaque(value: Value): boolean {
  if (value.t === 'member' || value.t === 'result') return isOpaque(value.of);
  return value.t === 'unknown' || value.t === 'parameter' || value.t === 'interface';
}

function lastPart(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

import type { SeamReasonKind } from '../model/seam.ts';

/** What is in the way and what to do, for each kind; `name` is the type or variable in question. */
const TEXTS: Readonly<Record<SeamReasonKind, (name: string) => string>> = {
  'maybe-absent': () => 'May be undefined: answer 404 or 204, so that it stays apart from null.',
  date: () => 'A Date: send RFC 3339 text, and make a Date of it again.',
  bigint: () => 'A bigint: send its digits as text.',
  map: (name) => `A ${name}: send a list of pairs.`,
  set: (name) => `A ${name}: send a list.`,
  bytes: (name) => `${name}: send base64, or the bytes as a body of their own.`,
  url: () => 'A URL: send its text.',
  'class-instance': (name) =>
    `An instance of the class ${name}: its methods and identity do not cross. Decide which data does.`,
  'orm-entity': (name) =>
    `${name} is an entity of the ORM: relations may be unloaded, and saving it means nothing elsewhere. Decide on a plain shape.`,
  generic: (name) => `Generic in ${name}: name the types that are really used.`,
  'unknown-type': (name) => `The type of ${name}.`,
  'becomes-asynchronous': () =>
    'Answers at once today; over a network it is awaited. Its callers are asynchronous already.',
  callback: (name) => `A function ("${name}") cannot be sent. Turn it round: an event, or data.`,
  stream: (name) => `${name} is alive: it yields over time. Page it, or send the whole.`,
  transaction: (name) =>
    `${name} is a handle on a transaction or a database: no rollback reaches another process. A compensation takes its place.`,
  'mutated-argument': (name) =>
    `Changes its argument "${name}", which the caller would not see. Answer the new value.`,
  'synchronous-caller': (name) => `A caller cannot await it: ${name}.`,
  symbol: () => 'A symbol means nothing in another process.',
};

export function sayReason(kind: SeamReasonKind, name: string): string {
  return TEXTS[kind](name);
}

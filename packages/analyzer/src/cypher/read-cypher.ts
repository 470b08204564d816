import type { AccessOperation } from '../model/analysis.ts';

/** Stands in a text for what is computed while the program runs. */
export const HOLE = '\u0000';

export interface CypherAccess {
  /** A label of nodes or a type of relationships; undefined where it is computed. */
  name: string | undefined;
  operation: AccessOperation;
  /** Where it stands in the text. */
  offset: number;
}

/** What is never closed runs to the end, or looking for its end would begin again at each place. */
const SILENT =
  /'(?:\\[\s\S]?|[^'\\])*(?:'|$)|"(?:\\[\s\S]?|[^"\\])*(?:"|$)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
/** Longer words first: ON CREATE SET is a change of what was found. */
const CLAUSE =
  /\b(?:ON\s+(?:CREATE|MATCH)\s+SET|OPTIONAL\s+MATCH|DETACH\s+DELETE|MATCH|MERGE|CREATE|SET|REMOVE|DELETE|WHERE|WITH|RETURN|UNWIND|CALL|FOREACH|ORDER\s+BY|UNION|YIELD|DROP)\b/gi;
const WORD = String.raw`(?:${'`'}[^${'`'}]+${'`'}|[\w\u0000]+)`;
const NAME = new RegExp(WORD, 'g');
/** `(order:Order`, `[r:PLACED|SHIPPED`, with the variable and the names behind the colon. */
const PART = new RegExp(
  String.raw`[([]\s*(?:(${WORD})\s*)?:\s*(!?${WORD}(?:\s*[|&:]+\s*!?${WORD})*)`,
  'g',
);
const CHANGED = /\b(\w+)\b(?=\s*(?:\.\s*\w+\s*)?(?:\+?=|:|,|$|\.))/g;
const SCHEMA =
  /\b(?:CREATE|DROP)\s+(?:\w+\s+){0,3}?(?:INDEX|CONSTRAINT)\b[\s\S]{0,400}?(?:\(\s*(?:\w+\s*)?:\s*(\w+)|ON\s*:\s*(\w+))/gi;
const START =
  /^(?:(?:PROFILE|EXPLAIN)\s+)?(?:MATCH\b|OPTIONAL\s+MATCH\b|MERGE\s*\(|CREATE\s*\(|UNWIND\b|CALL\b|WITH\b|FOREACH\s*\(|RETURN\b|LOAD\s+CSV\b|(?:CREATE|DROP)\s+(?:\w+\s+){0,3}?(?:INDEX|CONSTRAINT)\b)/i;

export function isCypher(text: string): boolean {
  return START.test(text.replace(/^(?:\s|\/\/[^\n]*\n)+/, ''));
}

/**
 * Labels and types of relationships that a text of Cypher reads and changes, each operation once for
 * each name. A name in MATCH is read; what CREATE and MERGE name is written, and so is what a variable
 * stands for that SET, REMOVE or DELETE changes. Never throws.
 */
export function readCypher(text: string): CypherAccess[] {
  const plain = text.replace(SILENT, (found) => ' '.repeat(found.length));
  const found = new Map<string, CypherAccess>();
  const note = (name: string, operation: AccessOperation, offset: number): void => {
    const known = name.includes(HOLE) ? undefined : name;
    const key = `${operation} ${name}`;
    if (!found.has(key)) found.set(key, { name: known, operation, offset });
  };
  const schema = [...plain.matchAll(SCHEMA)];
  for (const match of schema) note(match[1] ?? match[2] ?? HOLE, 'ddl', match.index);
  if (schema.length > 0) return [...found.values()];
  const held = new Map<string, string[]>();
  for (const { word, body, offset } of clausesOf(plain)) {
    const operation = /^(?:CREATE|MERGE)$/.test(word) ? 'write' : 'read';
    for (const match of body.matchAll(PART)) {
      const names = match[2]?.match(NAME) ?? [];
      if (match[1]) held.set(match[1], names.map(unquoted));
      for (const name of names) note(unquoted(name), operation, offset + match.index);
    }
    if (!/(?:SET|REMOVE|DELETE)$/.test(word)) continue;
    for (const match of body.matchAll(CHANGED))
      for (const name of held.get(match[1] ?? '') ?? []) note(name, 'write', offset + match.index);
  }
  return [...found.values()];
}

interface Clause {
  /** In capitals: `MATCH`, `DETACH DELETE`. */
  word: string;
  body: string;
  offset: number;
}

function clausesOf(text: string): Clause[] {
  const heads = [...text.matchAll(CLAUSE)];
  return heads.map((head, index) => {
    const offset = head.index + head[0].length;
    return {
      word: head[0].toUpperCase().replace(/\s+/g, ' '),
      body: text.slice(offset, heads[index + 1]?.index),
      offset,
    };
  });
}

const unquoted = (name: string): string => name.replaceAll('`', '');

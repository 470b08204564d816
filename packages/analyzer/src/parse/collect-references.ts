import type { FileFacts, FunctionFact, FunctionId, ImportedName } from '../facts/file-facts.ts';
import { type AstNode, type Handlers, REFERENCE } from './ast.ts';
import type { CollectorContext } from './collector-context.ts';
import type { TypeName } from './expression.ts';
import { KEY } from './keys.ts';
import { SKETCHES, sketchOfName } from './name-sketch.ts';
import { sketchOf, startOf, text } from './nodes.ts';

/** Where names stand for types, or are handed on whatever they are. */
const NO_VALUES = [
  'TSTypeReference',
  'TSTypeQuery',
  'TSTypeLiteral',
  'TSClassImplements',
  'TSInterfaceHeritage',
  'TSInterfaceBody',
  'ExportSpecifier',
];

const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;
const PLAIN_IMPORT = /(?<=^[^\S\r\n]*)import\s+(?!type\b(?!\s*,|\s+from\b))[\w{*$]/m;
const TAG = /^<\s*([A-Za-z_$][\w$]*)/;

/** Whether TypeScript may leave an import of this file out, because nothing of it is used as a value. */
export function mayElide(path: string, source: string): boolean {
  return TYPESCRIPT.test(path) && PLAIN_IMPORT.test(source);
}

/**
 * Collects the names that are used as values, as TypeScript looks at them when it decides which imports stay. It
 * goes by names alone: a local variable called like an import keeps the import.
 */
export function referenceHandlers(context: () => CollectorContext): Handlers {
  let depth = 0;
  let references: AstNode[] = [];
  const outside = {
    enter: (): void => {
      depth++;
    },
    exit: (): void => {
      depth--;
    },
  };
  return {
    ...Object.fromEntries(NO_VALUES.map((type) => [type, outside])),
    Program: {
      enter: () => {
        depth = 0;
        references = [];
      },
      exit: () => addImported(context(), references),
    },
    [REFERENCE]: {
      enter: (node: AstNode) => {
        if (depth === 0) references.push(node);
      },
    },
    JSXOpeningElement: {
      enter: (node: AstNode) => {
        const { source, references } = context();
        const name = TAG.exec(source.slice(startOf(node), startOf(node) + 100))?.[1];
        if (name) references.add(name);
      },
    },
  };
}

const isSketched = new Uint8Array(SKETCHES);

/** Of the names that refer to something, those that are imported: few, and nothing is asked about others. */
function addImported({ facts, references }: CollectorContext, nodes: readonly AstNode[]): void {
  const sketches = facts.imports.flatMap(({ names }) =>
    names.map(({ local }) => sketchOfName(local)),
  );
  for (const one of sketches) isSketched[one] = 1;
  for (const node of nodes)
    if (isSketched[sketchOf(node)] === 1) references.add(text(node, KEY.name) ?? '');
  for (const one of sketches) isSketched[one] = 0;
}

/** Notes at each imported name that is not used as a value what it is used for. */
export function noteUses({ facts, references }: CollectorContext): void {
  let passed: Set<string> | undefined;
  for (const { kind, names } of facts.imports) {
    if (kind !== 'import' && kind !== 'import-equals') continue;
    for (const name of names as ImportedName[]) {
      if (name.typeOnly || name.local === '' || references.has(name.local)) continue;
      passed ??= passedNames(facts);
      name.use = passed.has(name.local) ? 'passed' : 'none';
    }
  }
}

/** Names in lists of exports, and those in signatures that decorators write down for the run time. */
function passedNames({ exports, classes, functions }: FileFacts): Set<string> {
  const found = new Set<string>();
  const note = (type: TypeName | undefined): void => {
    if (!type) return;
    found.add(type.name.split('.')[0] ?? type.name);
    for (const other of type.or ?? []) note(other);
  };
  for (const item of exports) if (item.k === 'local') found.add(item.local);
  const methods = new Map<FunctionId, FunctionFact>();
  if (classes.length > 0)
    for (const fn of functions) if (fn.classAt !== undefined) methods.set(fn.at, fn);
  for (const { decorators, members } of classes) {
    for (const member of members) {
      const fn = member.at === undefined ? undefined : methods.get(member.at);
      const isDecorated =
        (member.kind === 'constructor' ? decorators : member.decorators).length > 0 ||
        fn?.params.some((parameter) => parameter.decorators.length > 0);
      if (!isDecorated) continue;
      // What is written down of `async m(): Promise<Order>` is that it is a promise.
      if (!fn?.async) note(member.type);
      for (const { type } of fn?.params ?? []) note(type);
    }
  }
  return found;
}

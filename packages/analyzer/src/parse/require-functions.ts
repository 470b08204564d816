import type { CollectorContext } from './collector-context.ts';
import type { CallExpression, Expression } from './expression.ts';

/** Whether what a `require` function is told counts from the file it stands in, or from elsewhere. */
type Base = 'own' | 'elsewhere';

/** `const load = createRequire(import.meta.url)` (Node.js, `module.createRequire`): the name and where it counts from. */
const MADE =
  /\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]{1,200})?=\s*(?:[\w$]+\.)?createRequire\(\s*([^)]*)/g;
const OWN = /^(?:import\.meta\.(?:url|filename)|__filename)(?:\s*,)?$/;

/** `require`, `module.require`, and what `createRequire` gives; undefined for everything else. */
export function requireBase(c: CollectorContext, callee: Expression): Base | undefined {
  if (callee.k === 'id')
    return callee.name === 'require' ? 'own' : madeFunctions(c).get(callee.name);
  if (callee.k === 'call') return isCreateRequire(callee) ? baseOf(callee.args[0]) : undefined;
  return callee.k === 'member' &&
    callee.name === 'require' &&
    callee.object.k === 'id' &&
    callee.object.name === 'module'
    ? 'own'
    : undefined;
}

/** `createRequire(import.meta.url)('./orders.cjs')`: called at once. */
export function isCreateRequire({ callee, construct }: CallExpression): boolean {
  if (construct) return false;
  return (callee.k === 'id' || callee.k === 'member') && callee.name === 'createRequire';
}

function baseOf(from: Expression | undefined): Base {
  const isOwn =
    (from?.k === 'id' && from.name === '__filename') ||
    // `import.meta` is no expression that is kept.
    (from?.k === 'member' &&
      from.object.k === 'other' &&
      (from.name === 'url' || from.name === 'filename'));
  return isOwn ? 'own' : 'elsewhere';
}

const NONE: ReadonlyMap<string, Base> = new Map();
const known = new WeakMap<CollectorContext, ReadonlyMap<string, Base>>();

function madeFunctions(c: CollectorContext): ReadonlyMap<string, Base> {
  let made = known.get(c);
  if (!made) {
    made = c.words.has('createRequire')
      ? new Map(
          [...c.source.matchAll(MADE)].map(
            ([, name = '', from = '']) =>
              [name, OWN.test(from.trim()) ? 'own' : 'elsewhere'] as const,
          ),
        )
      : NONE;
    known.set(c, made);
  }
  return made;
}

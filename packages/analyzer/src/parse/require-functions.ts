import type { CollectorContext } from './collector-context.ts';
import type { Expression } from './expression.ts';

/** Whether what a `require` function is told counts from the file it stands in, or from elsewhere. */
type Base = 'own' | 'elsewhere';

/** `const load = createRequire(import.meta.url)` (Node.js, `module.createRequire`): the name and where it counts from. */
const MADE =
  /\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:[\w$]+\.)?createRequire\(\s*([^)]*)/g;
const OWN = /^(?:import\.meta\.(?:url|filename)|__filename)\s*,?\s*$/;

/** `require`, `module.require`, and what `createRequire` gives; undefined for everything else. */
export function requireBase(c: CollectorContext, callee: Expression): Base | undefined {
  if (callee.k === 'id')
    return callee.name === 'require' ? 'own' : madeFunctions(c).get(callee.name);
  return callee.k === 'member' &&
    callee.name === 'require' &&
    callee.object.k === 'id' &&
    callee.object.name === 'module'
    ? 'own'
    : undefined;
}

const NONE: ReadonlyMap<string, Base> = new Map();
const known = new WeakMap<CollectorContext, ReadonlyMap<string, Base>>();

function madeFunctions(c: CollectorContext): ReadonlyMap<string, Base> {
  let made = known.get(c);
  if (!made) {
    made = c.words.has('createRequire')
      ? new Map(
          [...c.source.matchAll(MADE)].map(
            ([, name = '', from = '']) => [name, OWN.test(from) ? 'own' : 'elsewhere'] as const,
          ),
        )
      : NONE;
    known.set(c, made);
  }
  return made;
}

import * as oxc from 'oxc-parser';
import { type AstNode, raw } from './ast.ts';

/**
 * The only module that knows the parser. The same ESTree reaches JavaScript on two ways: `raw`
 * reads the native tree from a shared buffer (experimental; 64-bit little endian, Node >= 22),
 * `json` is the documented way and about twice as slow. See docs/decisions/0010.
 */
export type ParseMode = 'raw' | 'json';

export type Handlers = Record<
  string,
  { enter?: (node: AstNode) => void; exit?: (node: AstNode) => void }
>;

export interface ParsedSource {
  problems: { offset: number; message: string }[];
  /** False when the parser gave up and the tree is empty. */
  hasTree: boolean;
  visit(handlers: Handlers): void;
}

/** The exact version package.json pins; facts read by another one are not reused. */
export const PARSER_VERSION = 'oxc-parser@0.154.0';

export function defaultParseMode(): ParseMode {
  return oxc.rawTransferSupported() ? 'raw' : 'json';
}

type Options = { lang: 'js' | 'jsx' | 'ts' | 'tsx'; sourceType: 'module' | 'commonjs' | 'script' };

/** Parses with the language its name suggests, then with what else it may be. Never throws. */
export function parseSource(path: string, source: string, mode: ParseMode): ParsedSource {
  let best: ParsedSource | undefined;
  for (const options of attempts(path)) {
    const parsed = parseOnce(path, source, options, mode);
    if (parsed.problems.length === 0) return parsed;
    if (!best || (!best.hasTree && parsed.hasTree)) best = parsed;
  }
  return best ?? { problems: [], hasTree: false, visit: () => {} };
}

function attempts(path: string): Options[] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  switch (extension) {
    case 'ts':
    case 'mts':
      return [
        { lang: 'ts', sourceType: 'module' },
        { lang: 'ts', sourceType: 'commonjs' },
      ];
    case 'cts':
      return [
        { lang: 'ts', sourceType: 'commonjs' },
        { lang: 'ts', sourceType: 'module' },
      ];
    case 'tsx':
      return [{ lang: 'tsx', sourceType: 'module' }];
    case 'cjs':
      return [
        { lang: 'jsx', sourceType: 'commonjs' },
        { lang: 'jsx', sourceType: 'module' },
      ];
    default:
      // Plain `.js` may be an ES module, CommonJS with a top-level return, a sloppy script, or
      // typed with Flow, of which TypeScript's grammar covers the common part.
      return [
        { lang: 'jsx', sourceType: 'module' },
        { lang: 'jsx', sourceType: 'commonjs' },
        { lang: 'jsx', sourceType: 'script' },
        { lang: 'tsx', sourceType: 'module' },
      ];
  }
}

function parseOnce(path: string, source: string, options: Options, mode: ParseMode): ParsedSource {
  const transfer = mode === 'raw' ? { experimentalRawTransfer: true } : {};
  const result = oxc.parseSync(path, source, { ...options, ...transfer });
  const program = result.program as unknown as AstNode;
  const body = raw(program, 'body');
  // Type annotations hold nothing for the handlers except `import('x').T`.
  const skipTypes = !source.includes('import(');
  return {
    problems: result.errors.map((e) => ({ offset: e.labels[0]?.start ?? 0, message: e.message })),
    hasTree: Array.isArray(body) && body.length > 0,
    visit: (handlers) => walk(program, planOf(handlers), skipTypes),
  };
}

interface NodePlan {
  keys: string[];
  keysWithoutTypes: string[];
  enter: ((node: AstNode) => void) | undefined;
  exit: ((node: AstNode) => void) | undefined;
}

const TYPE_KEYS = new Set([
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'implements',
]);
const TYPE_NODES = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration']);

const plans = new WeakMap<Handlers, Map<string, NodePlan>>();

function planOf(handlers: Handlers): Map<string, NodePlan> {
  const known = plans.get(handlers);
  if (known) return known;
  const plan = new Map<string, NodePlan>();
  for (const [type, keys] of Object.entries(oxc.visitorKeys)) {
    plan.set(type, {
      keys,
      keysWithoutTypes: TYPE_NODES.has(type) ? [] : keys.filter((key) => !TYPE_KEYS.has(key)),
      enter: handlers[type]?.enter,
      exit: handlers[type]?.exit,
    });
  }
  plans.set(handlers, plan);
  return plan;
}

function walk(node: AstNode, plan: Map<string, NodePlan>, skipTypes: boolean): void {
  const own = plan.get(node.type);
  if (!own) return;
  own.enter?.(node);
  const keys = skipTypes ? own.keysWithoutTypes : own.keys;
  for (const key of keys) {
    const value = raw(node, key);
    if (Array.isArray(value)) {
      for (const item of value as (AstNode | null)[]) if (item) walk(item, plan, skipTypes);
    } else if (value) walk(value as AstNode, plan, skipTypes);
  }
  own.exit?.(node);
}

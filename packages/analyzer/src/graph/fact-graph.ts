import { MultiDirectedGraph } from 'graphology';
import type { Facts, ImportEdge, Site } from '../model/analysis.ts';
import { coChanges } from './co-change.ts';
import { registeredCalls } from './handlers.ts';

export interface FactNode {
  kind: 'file' | 'table';
  /** Path of the file or name of the table. */
  name: string;
}

export interface FactEdge {
  layer: FactLayer;
  weight: number;
  /** What happens there, such as the imported symbols or `write`. */
  detail: string;
  sites: Site[];
}

export type FactLayer =
  | 'import'
  | 'import-type'
  | 'import-elided'
  | 'import-barrel'
  | 'reexport'
  | 'call'
  | 'inject'
  | 'access'
  | 'foreign-key'
  | 'event'
  | 'transaction'
  | 'cochange';

/** How code of one file names code of another, whether or not that is still there at run time. */
export const CODE_LAYERS: ReadonlySet<FactLayer> = new Set([
  'import',
  'import-type',
  'import-elided',
  'inject',
  'call',
]);

/** Files and tables of a codebase with everything that links them, as evidence for all later stages. */
export type FactGraph = MultiDirectedGraph<FactNode, FactEdge>;

export const fileNode = (path: string): string => `file:${path}`;
export const tableNode = (name: string): string => `table:${name}`;

/** Builds the graph; links to files or tables the facts do not list are left out. */
export function buildFactGraph(facts: Facts): FactGraph {
  const graph: FactGraph = new MultiDirectedGraph();
  for (const { path } of facts.files) graph.mergeNode(fileNode(path), { kind: 'file', name: path });
  for (const { name } of facts.tables) graph.mergeNode(tableNode(name), { kind: 'table', name });
  addImports(graph, facts.imports);
  addData(graph, facts);
  addUses(graph, facts);
  for (const { a, b, together } of facts.history ? coChanges(facts.history) : []) {
    link(graph, fileNode(a), fileNode(b), {
      layer: 'cochange',
      weight: together,
      detail: 'changed together',
      sites: [{ file: a, line: 1 }],
    });
  }
  return graph;
}

function link(graph: FactGraph, from: string, to: string, edge: FactEdge): void {
  if (from === to || !graph.hasNode(from) || !graph.hasNode(to)) return;
  const key = `${from}>${to}>${edge.layer}>${edge.detail}`;
  if (!graph.hasEdge(key)) {
    graph.addEdgeWithKey(key, from, to, edge);
    return;
  }
  const known = graph.getEdgeAttributes(key);
  known.weight += edge.weight;
  known.sites.push(...edge.sites);
}

/** True for a literal edge to a barrel: the edges that go through it take its place. */
export function leadsToBarrel(imports: readonly ImportEdge[]): (edge: ImportEdge) => boolean {
  const through = new Set(
    imports.flatMap((edge) =>
      (edge.via ?? []).map((barrel) => `${edge.from}:${edge.line}>${barrel}`),
    ),
  );
  return (edge) => !edge.via && through.has(`${edge.from}:${edge.line}>${edge.to}`);
}

function addImports(graph: FactGraph, imports: readonly ImportEdge[]): void {
  const isBarrel = leadsToBarrel(imports);
  for (const edge of imports) {
    const barrel = isBarrel(edge);
    link(graph, fileNode(edge.from), fileNode(edge.to), {
      layer: importLayer(edge, barrel),
      weight: Math.max(1, edge.symbols.length),
      detail: edge.symbols.join(', '),
      sites: [{ file: edge.from, line: edge.line }],
    });
  }
}

function importLayer(edge: ImportEdge, barrel: boolean): FactLayer {
  if (barrel) return 'import-barrel';
  if (edge.kind === 'reexport') return 'reexport';
  if (edge.typeOnly) return 'import-type';
  return edge.elided ? 'import-elided' : 'import';
}

function addData(graph: FactGraph, facts: Facts): void {
  for (const access of facts.accesses) {
    link(graph, fileNode(access.file), tableNode(access.table), {
      layer: 'access',
      weight: access.operation === 'write' ? 2 : 1,
      detail: access.operation,
      sites: [{ file: access.file, line: access.line }],
    });
  }
  for (const table of facts.tables) {
    if (table.definedAt) {
      link(graph, fileNode(table.definedAt.file), tableNode(table.name), {
        layer: 'access',
        weight: 1,
        detail: 'define',
        sites: [table.definedAt],
      });
    }
    for (const key of table.foreignKeys) {
      link(graph, tableNode(table.name), tableNode(key.table), {
        layer: 'foreign-key',
        weight: 1,
        detail: key.columns.join(', '),
        sites: key.site ? [key.site] : table.definedAt ? [table.definedAt] : [],
      });
    }
  }
}

function addUses(graph: FactGraph, facts: Facts): void {
  for (const call of facts.calls) {
    link(graph, fileNode(call.file), fileNode(call.to), {
      layer: 'call',
      weight: 1,
      detail: call.callee,
      sites: [{ file: call.file, line: call.line }],
    });
  }
  for (const injection of facts.injections) {
    if (injection.to === undefined) continue;
    link(graph, fileNode(injection.file), fileNode(injection.to), {
      layer: 'inject',
      weight: 1,
      detail: injection.token,
      sites: [{ file: injection.file, line: injection.line }],
    });
  }
  const listeners = facts.events.filter((use) => use.role === 'listen');
  for (const emit of facts.events.filter((use) => use.role === 'emit')) {
    for (const listen of listeners.filter((use) => use.name === emit.name)) {
      const handlers = registeredCalls(facts, listen, facts.events).map((call) => call.to);
      for (const file of new Set([listen.file, ...handlers])) {
        link(graph, fileNode(emit.file), fileNode(file), {
          layer: 'event',
          weight: 1,
          detail: emit.name,
          sites: [
            { file: emit.file, line: emit.line },
            { file: listen.file, line: listen.line },
          ],
        });
      }
    }
  }
  addTransactions(graph, facts);
}

/** Tables written in one transaction belong together, the less so the more there are. */
function addTransactions(graph: FactGraph, facts: Facts): void {
  const written = new Map<string, Set<string>>();
  for (const access of facts.accesses) {
    if (access.transaction === undefined || access.operation !== 'write') continue;
    written.set(
      access.transaction,
      (written.get(access.transaction) ?? new Set()).add(access.table),
    );
  }
  for (const [transaction, tables] of written) {
    const colon = transaction.lastIndexOf(':');
    const site = { file: transaction.slice(0, colon), line: Number(transaction.slice(colon + 1)) };
    const list = [...tables].sort();
    // Who opens a transaction works on all its tables, even if others run the statements.
    for (const table of list) {
      link(graph, fileNode(site.file), tableNode(table), {
        layer: 'transaction',
        weight: 1,
        detail: 'opens the transaction',
        sites: [site],
      });
    }
    for (const [i, a] of list.entries()) {
      for (const b of list.slice(i + 1)) {
        link(graph, tableNode(a), tableNode(b), {
          layer: 'transaction',
          weight: 1 / (list.length - 1),
          detail: 'written together',
          sites: [site],
        });
      }
    }
  }
}

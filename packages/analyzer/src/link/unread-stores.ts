import { chainOf } from '../facts/expressions.ts';
import { type UnreadStore, unreadStoreOf } from '../facts/unread-stores.ts';
import type { Stats, Unresolved } from '../model/analysis.ts';
import { chosenLayers } from './chosen-layers.ts';
import type { Detected } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { type Pace, unhurried } from './pace.ts';
import { getOrMake, type Program, type ProgramCall, type ProgramFile } from './program.ts';
import { packageOf, type Value } from './value.ts';

export interface UnreadUses {
  unresolved: Unresolved[];
  /** Sorted by name; undefined where nothing is unread. */
  summary: Stats['unread'];
}

interface Use {
  line: number;
  calls: number;
  /** Calls in which a detector found something after all: SQL that is handed to it. */
  read: number;
}

/**
 * The files that use a store which no detector reads: one entry for each file and package, with the calls
 * that can be told. Programs that import none of them, and have no layer of their own, are not looked at.
 */
export async function linkUnreadStores(
  program: Program,
  evaluator: Evaluator,
  detected: Detected,
  pace: Pace,
): Promise<UnreadUses> {
  const imported = new Set<string>();
  const uses = new Map<ProgramFile, Map<string, Use>>();
  for (const file of program.files.values())
    for (const { line, specifier, typeOnly, names } of file.facts.imports) {
      const store = unreadStoreOf(specifier);
      if (!store || /^(?:file|outside)$/.test(program.resolve(file.path, specifier).k)) continue;
      imported.add(store.name);
      const isType = typeOnly || (names.length > 0 && names.every((name) => name.typeOnly));
      if (isType || (store.parts && !specifier.includes('/'))) continue;
      getOrMake(getOrMake(uses, file, noUses), nameOf(specifier), () => ({
        line,
        calls: 0,
        read: 0,
      }));
    }
  const layers = chosenLayers(program, evaluator);
  if (imported.size === 0 && layers.size === 0) return { unresolved: [], summary: undefined };
  const known = linesOf(detected);
  await unhurried(program.files.values(), pace, (file) => {
    for (const own of file.calls) {
      if (!own.last) continue;
      const store =
        layers.layerOf(file, own) ??
        (imported.size === 0 ? undefined : storeOf(file, own, evaluator));
      if (store === undefined) continue;
      const line = own.call.nameLine;
      const from = getOrMake(uses, file, noUses);
      const use = getOrMake(from, store, () => ({ line, calls: 0, read: 0 }));
      if (isKnown(file, own, known)) use.read++;
      else use.calls++;
    }
  });
  return listed(uses);
}

const noUses = (): Map<string, Use> => new Map();

/** `firebase-admin` of `firebase-admin/firestore`. */
function nameOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Lines where a detector found or listed something. */
function linesOf({ accesses, stores, events, unresolved }: Detected): ReadonlySet<string> {
  const sites = [...accesses.map(({ access }) => access), ...stores, ...events, ...unresolved];
  return new Set(sites.map(({ file, line }) => `${file}:${line}`));
}

const isKnown = (file: ProgramFile, own: ProgramCall, known: ReadonlySet<string>): boolean =>
  chainOf(own.fact.expression).some(({ nameLine }) => known.has(`${file.path}:${nameLine}`));

/** The package that a call is made on. */
function storeOf(
  file: ProgramFile,
  { call, fact }: ProgramCall,
  evaluator: Evaluator,
): string | undefined {
  const value = evaluator.evaluate(call.callee, file, fact.fn);
  const from = packageOf(value);
  if (from === undefined) return undefined;
  const store = unreadStoreOf(from);
  return store && isPart(store, from, value) ? nameOf(from) : undefined;
}

/** `admin.firestore()`, not `admin.auth()`. */
function isPart({ parts }: UnreadStore, from: string, value: Value): boolean {
  if (!parts || from.includes('/')) return true;
  const named = (name: string): boolean => name.split('.').some((part) => parts.includes(part));
  for (let at = value; ; at = at.of) {
    if (at.t === 'external') return named(at.path);
    if (at.t === 'external-instance') return named(at.type);
    if (at.t === 'member' && named(at.name)) return true;
    if (at.t !== 'member' && at.t !== 'result') return false;
  }
}

function listed(uses: ReadonlyMap<ProgramFile, ReadonlyMap<string, Use>>): UnreadUses {
  const unresolved: Unresolved[] = [];
  const totals = new Map<string, { files: number; calls: number }>();
  for (const [file, own] of uses)
    for (const [text, { line, calls, read }] of own) {
      if (calls === 0 && read > 0) continue;
      const reason = `${text} is not understood: what it reads and writes is not known`;
      unresolved.push({ kind: 'access', file: file.path, line, text, reason, calls });
      const total = getOrMake(totals, text, () => ({ files: 0, calls: 0 }));
      total.files++;
      total.calls += calls;
    }
  const sorted = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const summary = sorted.map(([name, total]) => ({ package: name, ...total }));
  return { unresolved, summary: summary.length === 0 ? undefined : summary };
}

import { dirname } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import type { SourceReading } from '../facts/source-reading.ts';
import { createEvaluator } from '../link/evaluate.ts';
import { createPace } from '../link/pace.ts';
import { createProgram, getOrMake, type Program } from '../link/program.ts';
import { createResolver } from '../link/resolver.ts';
import type { TypeHint, TypeHints } from '../link/type-hints.ts';
import type { Expression } from '../parse/expression.ts';
import { askTypes, type TypesRequest } from './ask-types.ts';
import { type AskedCalls, findQuestions } from './find-questions.ts';
import type { TypeAnswer } from './type-answers.ts';

export interface ResolvedTypes {
  hints: TypeHints;
  /** Places the fast path could not follow, and those of them the checker could. */
  asked: number;
  answered: number;
  problem?: string;
}

/**
 * Has TypeScript's checker decide what the fast path cannot: receivers whose type comes from a
 * generic, an inferred return value or a declaration far away.
 */
export async function resolveTypes(
  discovery: Discovery,
  read: SourceReading,
  pause: () => Promise<void>,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal | undefined,
): Promise<ResolvedTypes> {
  const loc = new Map([...read.facts].map(([path, facts]) => [path, facts.loc]));
  const pace = createPace(pause);
  const resolver = createResolver(discovery, new Set(loc.keys()));
  const program = await createProgram(read.facts, resolver, pace);
  const asked = await findQuestions(program, createEvaluator(program), pace);
  const request: TypesRequest = {
    discovery,
    loc,
    batches: batchesOf(asked, discovery, loc),
    importedNames: namesOfPackages(program),
  };
  const { answers, problem } = await askTypes(request, onProgress, signal);
  return {
    hints: hintsFrom(asked, answers),
    asked: asked.size,
    answered: answers.size,
    ...(problem ? { problem } : {}),
  };
}

function hintsFrom(asked: AskedCalls, answers: Map<string, TypeAnswer>): TypeHints {
  const hints = new Map<Expression, TypeHint>();
  for (const [key, { receiver, callee }] of answers) {
    for (const call of asked.get(key)?.calls ?? []) {
      if (callee) hints.set(call.callee, callee);
      if (receiver && call.callee.k === 'member') hints.set(call.callee.object, receiver);
    }
  }
  return hints;
}

/** Lines that one batch asks about; packages are kept together, since they import themselves most. */
const MAX_BATCH_LOC = 150_000;

function batchesOf(
  asked: AskedCalls,
  { root, manifests }: Discovery,
  loc: ReadonlyMap<string, number>,
): TypesRequest['batches'] {
  const byFile = new Map<string, TypesRequest['batches'][number][number]>();
  for (const { question } of asked.values()) {
    const { file } = question;
    getOrMake(byFile, file, () => ({ file, questions: [] })).questions.push(question);
  }
  const packageOf = (file: string): string => {
    let folder = dirname(file);
    while (folder !== '.' && !manifests.has(`${root}/${folder}`)) folder = dirname(folder);
    return folder;
  };
  const ordered = [...byFile.values()]
    .map((entry) => ({ entry, key: `${packageOf(entry.file)}\0${entry.file}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const batches: TypesRequest['batches'] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const { entry } of ordered) {
    const own = loc.get(entry.file) ?? 0;
    if (size + own > MAX_BATCH_LOC) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(entry);
    size += own;
  }
  return batches;
}

/** Names the code imports from packages, by specifier. */
function namesOfPackages(program: Program): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const file of program.files.values()) {
    for (const item of file.facts.imports) {
      if (item.computed || program.resolve(file.path, item.specifier).k !== 'external') continue;
      const known = getOrMake(names, item.specifier, () => new Set<string>());
      for (const { imported } of item.names) known.add(imported);
    }
  }
  return names;
}

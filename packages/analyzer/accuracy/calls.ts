/**
 * `node --conditions=@ashlar/source accuracy/calls.ts [--verbose] CHECKOUT…`: where calls lead, by us
 * (without `--types`) and by TypeScript's checker: methods on injected members, `new`, and imported
 * functions. Counted are calls that both decide; what only one of them decides is listed as such.
 */
import { resolve as absolutePath, basename } from 'node:path';
import { parseArgs } from 'node:util';
import { discover } from '../src/discover/discover.ts';
import { calledName, chainOf } from '../src/facts/expressions.ts';
import { createEvaluator } from '../src/link/evaluate.ts';
import { createProgram } from '../src/link/program.ts';
import { createResolver } from '../src/link/resolver.ts';
import type { Value } from '../src/link/value.ts';
import { readSources } from '../src/read-sources.ts';
import { answerFile } from '../src/types/answer-questions.ts';
import { questionKey } from '../src/types/type-answers.ts';
import { createTypeProject } from '../src/types/type-project.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false } },
});

/** `file#name` of a function, method or class; the class of a method is left out. */
function ours(value: Value, construct: boolean): string | undefined {
  const name =
    value.t === 'function'
      ? value.fn.name.slice(value.fn.name.lastIndexOf('.') + 1)
      : value.t === 'class' && construct
        ? value.cls.name
        : undefined;
  return name && (value.t === 'function' || value.t === 'class')
    ? `${value.file.path}#${name}`
    : undefined;
}

let agreed = 0;
let both = 0;
for (const folder of positionals) {
  const root = absolutePath(folder);
  const discovery = discover(root);
  const { facts } = await readSources(discovery, {});
  const loc = new Map([...facts].map(([path, file]) => [path, file.loc]));
  const resolver = createResolver(discovery, new Set(loc.keys()));
  const program = await createProgram(facts, resolver, () => undefined);
  const evaluator = createEvaluator(program);
  const own = new Map<string, Map<string, string | undefined>>();
  for (const file of program.files.values()) {
    const byKey = new Map<string, string | undefined>();
    own.set(file.path, byKey);
    for (const fact of file.facts.calls) {
      for (const call of chainOf(fact.expression)) {
        const name = calledName(call);
        if (name === undefined) continue;
        const key = questionKey({ file: file.path, line: call.nameLine, name });
        const found = ours(evaluator.evaluate(call.callee, file, fact.fn), call.construct);
        // Two calls of one name on a line: only where they agree.
        byKey.set(key, byKey.has(key) && byKey.get(key) !== found ? undefined : found);
      }
    }
  }
  const everything = { loc, max: Number.POSITIVE_INFINITY };
  const project = createTypeProject(root, [...loc.keys()], resolver, new Map(), everything);
  const differences: string[] = [];
  let same = 0;
  let onlyOurs = 0;
  let onlyTheirs = 0;
  for (const [path, byKey] of own) {
    const answers = answerFile(project, path, new Set(byKey.keys()));
    for (const [key, mine] of byKey) {
      const answer = answers.get(key)?.callee;
      const theirs =
        answer && answer.k !== 'external' ? `${answer.file}#${answer.name}` : undefined;
      if (mine === undefined && theirs === undefined) continue;
      if (theirs === undefined) onlyOurs++;
      else if (mine === undefined) onlyTheirs++;
      else if (mine === theirs) same++;
      else differences.push(`${key}: ${mine}, the checker ${theirs}`);
    }
  }
  const decided = same + differences.length;
  agreed += same;
  both += decided;
  process.stdout.write(
    `${basename(root)}: ${decided} calls decided by both, ${same} the same (${((100 * same) / decided).toFixed(2)} %); only by us ${onlyOurs}, only by the checker ${onlyTheirs}\n`,
  );
  for (const text of differences.slice(0, values.verbose ? 100 : 0))
    process.stdout.write(`  ${text}\n`);
}
process.stdout.write(
  `${both} calls: ${agreed} the same (${((100 * agreed) / both).toFixed(2)} %)\n`,
);

import { isRecord } from '../node.ts';
import { checkElements } from './arrays.ts';
import { failures } from './assertions.ts';
import { branchesIn } from './choices.ts';
import {
  type Conjunction,
  conjoin,
  copyOf,
  emptyConjunction,
  type SchemaWorld,
} from './conjunction.ts';
import {
  type Accepted,
  type Mode,
  NO_SAMPLING,
  type Problem,
  type Sampling,
  type Schema,
} from './model.ts';
import { checkMembers } from './objects.ts';
import { outcomeOf } from './partial.ts';
import { type Check, closer, problemAt } from './run.ts';

export interface CheckOptions extends SchemaWorld {
  readonly mode: Mode;
  readonly sampling?: Sampling;
}

export interface CheckResult {
  /** Empty if the value fits. */
  readonly problems: readonly Problem[];
  /** Only complete where the value fits. */
  readonly accepted: readonly Accepted[];
}

/** Does the value fit all these schemas? Evaluates them as they stand, compiling nothing. */
export function checkValue(
  schemas: readonly Schema[],
  value: unknown,
  options: CheckOptions,
): CheckResult {
  const check: Check = {
    ...options,
    sampling: options.sampling ?? NO_SAMPLING,
    path: [],
    accepted: [],
    steps: { left: MOST_STEPS },
    aside: undefined,
    all: checkAll,
  };
  return { problems: checkAll(check, schemas, value), accepted: check.accepted };
}

/** Ends a search through alternatives of alternatives; far above what real documents need. */
const MOST_STEPS = 200_000;

/** The problems of the value at the current path with schemas that all have to hold. */
function checkAll(check: Check, schemas: readonly Schema[], value: unknown): readonly Problem[] {
  if (check.steps.left <= 0) return [];
  check.steps.left -= 1;
  const conjunction = emptyConjunction();
  for (const schema of schemas) conjoin(conjunction, schema, value, check);
  return solve(check, conjunction, 0, schemas, value);
}

/** Decides the choices one after the other; then the leaves have to hold. */
function solve(
  check: Check,
  conjunction: Conjunction,
  decided: number,
  schemas: readonly Schema[],
  value: unknown,
): readonly Problem[] {
  const [impossible] = conjunction.impossible;
  if (impossible !== undefined) return [problemAt(check, value, impossible)];
  const choice = conjunction.choices[decided];
  if (choice === undefined) return checkLeaves(check, conjunction, schemas, value);
  const options = branchesIn(check, choice, value, conjunction.leaves);
  if ('problems' in options) return options.problems;
  let closest: readonly Problem[] | undefined;
  for (const branches of options.alternatives) {
    const mark = check.accepted.length;
    const extended = copyOf(conjunction);
    for (const branch of branches) conjoin(extended, branch, value, check);
    const problems = solve(check, extended, decided + 1, schemas, value);
    if (problems.length === 0) return [];
    check.accepted.length = mark;
    closest = closest === undefined ? problems : closer(closest, problems);
  }
  return closest ?? [];
}

function checkLeaves(
  check: Check,
  { leaves }: Conjunction,
  schemas: readonly Schema[],
  value: unknown,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { node, scope } of leaves) {
    if (!isRecord(node.value)) continue;
    for (const [keyword, message] of failures(node.value, value)) {
      problems.push(problemAt(check, value, { node, keyword, message }));
    }
    if (node.value.not !== undefined) {
      const negated = { value: node.value.not, file: node.file, parent: node, key: 'not' };
      if (outcomeOf(check, { node: negated, scope }, value) === 'fits') {
        problems.push(
          problemAt(check, value, { node, keyword: 'not', message: 'must not fit the schema' }),
        );
      }
    }
  }
  if (problems.length === 0 && Array.isArray(value)) {
    problems.push(...checkElements(check, leaves, value));
  } else if (problems.length === 0 && isRecord(value)) {
    problems.push(...checkMembers(check, leaves, value));
  }
  if (problems.length === 0) {
    check.accepted.push({ path: [...check.path], value, schemas, leaves });
  }
  return problems;
}

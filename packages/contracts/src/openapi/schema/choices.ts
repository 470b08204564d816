import { memberOf } from '../node.ts';
import type { Choice } from './conjunction.ts';
import type { Problem, Schema } from './model.ts';
import { outcomeOf } from './partial.ts';
import { type Check, checkAside, closer, problemAt } from './run.ts';

/** Sets of branches of which one set has to hold together with everything else. */
type Options =
  | { readonly alternatives: readonly (readonly Schema[])[] }
  | { readonly problems: readonly Problem[] };

/** What a choice comes down to for this value. */
export function branchesIn(
  check: Check,
  choice: Choice,
  value: unknown,
  leaves: readonly Schema[],
): Options {
  if (choice.keyword === 'if') return { alternatives: conditional(check, choice, value) };
  if (check.mode.value === 'whole') return exact(check, choice, value, leaves);
  // A part of a value may fit several of the alternatives that the whole has to choose from.
  if (choice.keyword === 'oneOf') return { alternatives: choice.branches.map((one) => [one]) };
  const open = { ...check.mode, closed: false };
  const tried = choice.branches.map((branch) => checkAside(check, branch, value, open));
  const fitting = choice.branches.filter((_, index) => tried[index]?.length === 0);
  return fitting.length > 0 ? { alternatives: [fitting] } : { problems: tried.reduce(closer) };
}

function exact(check: Check, choice: Choice, value: unknown, leaves: readonly Schema[]): Options {
  const { keyword, owner, branches } = choice;
  const tried = branches.map((branch) => checkAside(check, branch, value, check.mode));
  const fitting = branches.filter((_, index) => tried[index]?.length === 0);
  if (fitting.length === 0) return { problems: tried.reduce(closer) };
  if (keyword === 'oneOf' && fitting.length > 1) {
    const message = `must fit exactly one alternative, and fits ${fitting.length} of them`;
    return { problems: [problemAt(check, value, { node: owner, keyword, message })] };
  }
  // Aside, only the verdict counts: what fits need not be looked at again together with the rest.
  const settled = check.aside !== undefined && !leaves.some(looksAtTheRest);
  return { alternatives: [settled ? [] : fitting] };
}

function looksAtTheRest({ node }: Schema): boolean {
  return (
    memberOf(node.value, 'unevaluatedProperties') !== undefined ||
    memberOf(node.value, 'unevaluatedItems') !== undefined
  );
}

function conditional(check: Check, choice: Choice, value: unknown): readonly (readonly Schema[])[] {
  const [condition, whenTrue, whenFalse] = choice.branches;
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return [[]];
  switch (outcomeOf(check, condition, value)) {
    case 'fits':
      return [[condition, whenTrue]];
    case 'fails':
      return [[whenFalse]];
    case 'open':
      return [[condition, whenTrue], [whenFalse]];
  }
}

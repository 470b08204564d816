import type { Site } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Plan, StepChange } from '../model/plan.ts';
import type { Choice } from '../plan/plan.ts';
import { exposureSummary } from './exposure-text.ts';
import { loadLines } from './load-text.ts';
import { choiceLines, inFirstThree, STEP_WORDS } from './words.ts';

const MOST_CANDIDATES = 5;

/**
 * The plan for a terminal, every step of it, without a final newline; `verdict` is that of the analysis
 * it was made from.
 */
export function renderPlanText(plan: Plan, verdict: Choice): string {
  const { chosen, exposure } = plan;
  return [
    ...planLines(plan, plan.steps.length, verdict),
    ...(exposure === undefined
      ? []
      : [
          '',
          `Newly reachable over the network: ${exposureSummary(exposure)} (ashlar plan ${chosen} --exposure)`,
        ]),
  ].join('\n');
}

const NO_STEPS = ['  None: nothing ties it to the rest, and no route has to move.'];

/** The ranking and the first `mostSteps` steps, a line each. */
export function planLines(plan: Plan, mostSteps: number, verdict: Choice): string[] {
  const ranked = plan.candidates
    .map((one, i) => ({ ...one, rank: i + 1 }))
    .filter(({ rank, domain }) => rank <= MOST_CANDIDATES || domain === plan.chosen)
    .map(
      (one) =>
        `  ${one.rank}. ${one.domain}  score ${one.score.toFixed(3)}, ${inFirstThree(one.topThree)}, ${count(one.blockers.length, 'blocker')}`,
    );
  const steps = plan.steps
    .slice(0, mostSteps)
    .map(
      (step) =>
        `  ${step.order}. ${STEP_WORDS[step.kind]}: ${step.text}${places(step.sites)}${changeWords(step.changes)}`,
    );
  return [
    plan.chosen === null
      ? 'Plan: nothing to extract'
      : `Plan${verdict.answer === 'modularize-first' ? ', once the modules stand' : ''}: extract ${plan.chosen}`,
    ...choiceLines(plan, verdict).map((line) => `  ${line}`),
    ...(plan.warmUp === null ? [] : [`  To practise on first: ${plan.warmUp}`]),
    ...ranked,
    ...(plan.load === undefined ? [] : loadLines(plan.load)),
    ...(plan.chosen === null
      ? []
      : ['', `Steps for ${plan.chosen}`, ...(steps.length > 0 ? steps : NO_STEPS)]),
    ...(plan.steps.length > steps.length
      ? [`  and ${plan.steps.length - steps.length} more in plan.json`]
      : []),
  ];
}

/** `; write-ownership 0.70 to 1.00` for a step that changes a factor of the ranking. */
export const changeWords = (changes: readonly StepChange[]): string =>
  changes
    .map(({ factor, before, after }) => `; ${factor} ${before.toFixed(2)} to ${after.toFixed(2)}`)
    .join('');

/** The first place and how many more there are, to end a line with. */
export function places(sites: readonly Site[]): string {
  const [first] = sites;
  if (first === undefined) return '';
  const more = sites.length > 1 ? ` and ${sites.length - 1} more` : '';
  return `  (${first.file}:${first.line}${more})`;
}

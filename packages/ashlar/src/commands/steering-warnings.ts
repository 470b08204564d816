import type { Analysis, SteeringConflict } from '@ashlar/analyzer';
import type { Config } from '../config/config.ts';
import { note, type Terminal } from '../terminal/context.ts';
import { steeringFrom } from './analysis-options.ts';

/** Says on standard error which wishes of ashlar.yaml fit nothing in `folder`, or contradict each other. */
export async function warnOfSteering(
  analysis: Analysis,
  config: Config,
  folder: string,
  terminal: Terminal,
): Promise<void> {
  const { steeringConflicts, unmatchedSteering } = await import('@ashlar/analyzer');
  const steering = steeringFrom(config);
  for (const { key, pattern } of unmatchedSteering(analysis, steering)) {
    note(terminal, `warning: ${key} "${pattern}" fits nothing in ${folder}`);
  }
  for (const conflict of steeringConflicts(analysis, steering)) {
    note(terminal, `warning: ${conflictText(conflict)}`);
  }
}

function conflictText({ key, things: [one, other], domains }: SteeringConflict): string {
  const [first = '', second = ''] = domains;
  if (key === 'domains') return `domains.${second} pins ${one}, which ${first} has already`;
  if (key === 'mustLink')
    return `mustLink ties ${one} and ${other}, but they are pinned to ${first} and ${second}`;
  const by = domains.length === 0 ? 'mustLink ties them' : `both are pinned to ${first}`;
  return `cannotLink parts ${one} and ${other}, but ${by}`;
}

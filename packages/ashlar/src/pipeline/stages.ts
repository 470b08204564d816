import type { Participant } from './participant.ts';

/**
 * What a pipeline does, in this order. Contracts go out before anybody asks about them; the answer is
 * asked for again right before the deploy, since others deploy as well; what is live is recorded last.
 */
export const STAGES = ['test', 'publish', 'verify', 'can-i-deploy', 'deploy', 'record'] as const;
export type Stage = (typeof STAGES)[number];

/** Stages that concern every change, and those that only what is merged goes through. */
export const CHECKING: readonly Stage[] = ['test', 'publish', 'verify', 'can-i-deploy'];
export const DEPLOYING: readonly Stage[] = ['can-i-deploy', 'deploy', 'record'];

export function concerns(stage: Stage, { consumer, provider }: Participant): boolean {
  if (stage === 'publish') return consumer;
  return stage === 'verify' ? provider : true;
}

export function scriptPath({ name }: Participant): string {
  return `ci/ashlar/${name}.sh`;
}

export const WRITTEN_BY =
  'Written by `ashlar ci init`. It is yours to change: nothing writes over it without --force.';

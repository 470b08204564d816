import type { Advice, Finding, FindingKind } from '../model/finding.ts';
import { FINDING_TEXTS } from './finding-texts.ts';

/** What a kind of finding is called, what to do about it, and where more is said. */
export const adviceOn = (kind: FindingKind): Advice => {
  const { title, advice } = FINDING_TEXTS[kind];
  return { kind, title, advice, docs: `docs/findings.md#${kind}` };
};

/** For every kind among these findings, in their order. */
export const adviceFor = (findings: readonly Pick<Finding, 'kind'>[]): Advice[] =>
  [...new Set(findings.map(({ kind }) => kind))].map(adviceOn);

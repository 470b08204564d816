import type { UnresolvedSelector } from './query.ts';

/** No row has this id, so a selector that found nothing matches nothing. */
export const NO_VERSION = -1;

/** A selector brought down to one version, or to an application as a whole. */
export interface ResolvedSelector {
  readonly kind: 'specified' | 'inferred' | 'ignored';
  readonly original: UnresolvedSelector;
  readonly pacticipantId: number;
  readonly pacticipant: string;
  /** undefined: every version of the application. */
  readonly versionId: number | undefined;
  readonly version: string | undefined;
  /** The branch that led to the version. */
  readonly branch: string | undefined;
  /** The original selector found several versions; this is one of them. */
  readonly oneOfMany: boolean;
  readonly ignored: boolean;
}

export function nameOnly(selector: ResolvedSelector): boolean {
  const { pacticipant: _, ...criteria } = selector.original;
  return Object.keys(criteria).length === 0;
}

export function versionMissing(selector: ResolvedSelector): boolean {
  return selector.versionId === NO_VERSION;
}

export function pacticipantMissing(selector: ResolvedSelector): boolean {
  return selector.pacticipantId === NO_VERSION;
}

/** The versions a selector stands for, in words that fit into "between … and …". */
export function describe(selector: ResolvedSelector): string {
  const { pacticipant: name, version, original } = selector;
  const { latest, tag, environment, mainBranch } = original;
  const branch = selector.branch;
  const shown = version === undefined ? '(no such version exists)' : `(${version})`;
  if (latest && tag !== undefined) return `the latest version of ${name} with tag ${tag} ${shown}`;
  if (mainBranch && version === undefined) {
    const which = latest ? 'the latest version' : 'any version';
    return `${which} of ${name} from the main branch (no versions exist for this branch)`;
  }
  if (latest && branch !== undefined) {
    return `the latest version of ${name} from branch ${branch} ${shown}`;
  }
  if (branch !== undefined) return describeBranch(selector, branch);
  if (latest) return `the latest version of ${name} ${shown}`;
  if (tag !== undefined) return `a version of ${name} with tag ${tag} ${shown}`;
  if (environment !== undefined) return describeEnvironment(selector, environment);
  if (version !== undefined) {
    return `version ${version} of ${name}${versionMissing(selector) ? ' (no such version exists)' : ''}`;
  }
  return `any version of ${name}${pacticipantMissing(selector) ? ' (no such pacticipant exists)' : ''}`;
}

function describeBranch(selector: ResolvedSelector, branch: string): string {
  const { pacticipant: name, version, oneOfMany } = selector;
  if (version === undefined) {
    return `a version of ${name} from branch ${branch} (no such version exists)`;
  }
  const which = oneOfMany ? 'one of the versions' : 'the version';
  return `${which} of ${name} from branch ${branch} (${version})`;
}

function describeEnvironment(selector: ResolvedSelector, environment: string): string {
  const { pacticipant: name, version, oneOfMany } = selector;
  if (version === undefined) {
    return `a version of ${name} currently in ${environment} (no version is currently recorded as deployed/released in this environment)`;
  }
  const which = oneOfMany ? 'one of the versions' : 'the version';
  return `${which} of ${name} currently in ${environment} (${version})`;
}

/** Why a specified version could not be found. */
export function describeMissing(selector: ResolvedSelector): string {
  const { pacticipant: name, original, version, branch } = selector;
  if (original.tag !== undefined) return `No version with tag ${original.tag} exists for ${name}`;
  if (branch !== undefined) return `No version of ${name} from branch ${branch} exists`;
  if (original.mainBranch) return `No version of ${name} from the main branch exists`;
  if (original.environment !== undefined) {
    return `No version of ${name} is currently recorded as deployed or released in environment ${original.environment}`;
  }
  if (version !== undefined) {
    return `No pacts or verifications have been published for version ${version} of ${name}`;
  }
  return `No pacts or verifications have been published for ${name}`;
}

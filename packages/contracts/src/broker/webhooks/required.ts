import { branchVersionsOf } from '../store/branches.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  releasedVersions,
} from '../store/deployments.ts';
import { findPacticipantById } from '../store/pacticipants.ts';
import type { Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { verifiedBy } from '../store/verifications.ts';
import { mainBranchHead } from '../store/versions.ts';

/** A provider version that matters and has no result for a content yet. */
export interface RequiredVerification {
  readonly number: string;
  readonly branch: string | null;
  readonly descriptions: readonly string[];
}

interface Candidate {
  readonly versionId: number;
  readonly number: string;
  readonly description: string;
  readonly branch: string | undefined;
}

/** Main branch head, deployed and released versions of the provider that lack a result. */
export async function requiredVerifications(
  s: Session,
  pact: Pact,
): Promise<RequiredVerification[]> {
  const candidates = await candidatesOf(s, pact.providerId);
  const required: RequiredVerification[] = [];
  for (const [versionId, group] of Map.groupBy(candidates, (candidate) => candidate.versionId)) {
    if (await verifiedBy(s, pact.contentId, versionId)) continue;
    const branches = (await branchVersionsOf(s, [versionId])).get(versionId) ?? [];
    const mainBranch = group.find(({ branch }) => branch !== undefined)?.branch;
    required.push({
      number: group[0]?.number ?? '',
      branch: mainBranch ?? branches.at(-1)?.branch ?? null,
      descriptions: [...new Set(group.map(({ description }) => description))],
    });
  }
  return required;
}

async function candidatesOf(s: Session, providerId: number): Promise<Candidate[]> {
  const provider = await findPacticipantById(s, providerId);
  const head = provider === undefined ? undefined : await mainBranchHead(s, provider);
  const params = [providerId];
  const deployed = await deployedVersions(s, {
    where: `d.pacticipant_id = ? AND ${CURRENTLY_DEPLOYED}`,
    params,
  });
  const released = await releasedVersions(s, {
    where: `r.pacticipant_id = ? AND ${CURRENTLY_SUPPORTED}`,
    params,
  });
  const recorded = (
    what: string,
    records: readonly (typeof deployed)[number][] | typeof released,
  ) =>
    records.map((record) => ({
      versionId: record.versionId,
      number: record.version,
      description: `${what} in ${record.environment.name}`,
      branch: undefined,
    }));
  return [
    ...(head === undefined
      ? []
      : [
          {
            versionId: head.id,
            number: head.number,
            description: 'latest from main branch',
            branch: provider?.mainBranch ?? undefined,
          },
        ]),
    ...recorded('deployed', deployed),
    ...recorded('released', released),
  ];
}

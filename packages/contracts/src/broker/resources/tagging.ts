import { addToBranch, branchVersionsOf } from '../store/branches.ts';
import { recordDeployment } from '../store/deployments.ts';
import { findEnvironmentByName } from '../store/environments.ts';
import { adoptMainBranch } from '../store/pacticipants.ts';
import type { Session } from '../store/session.ts';
import { addTag, tagsOf } from '../store/tags.ts';
import type { Version } from '../store/versions.ts';

/** A version this young (milliseconds) takes its first tag as the name of its branch. */
const FIRST_TAG_WINDOW_MS = 10_000;

/** Tags a version, with what older clients expect tags to bring about. */
export async function tagVersion(s: Session, version: Version, tag: string): Promise<void> {
  const branches = (await branchVersionsOf(s, [version.id])).get(version.id) ?? [];
  const tags = (await tagsOf(s, [version.id])).get(version.id) ?? [];
  const age = Date.parse(s.now()) - Date.parse(version.createdAt);
  if (branches.length === 0 && tags.length === 0 && age <= FIRST_TAG_WINDOW_MS) {
    await addToBranch(s, version, tag, true);
  }
  await adoptMainBranch(s, version.pacticipantId, tag);
  await addTag(s, version, tag);
}

/** A tag named like an environment says that the version was deployed there. */
export async function deployByTag(s: Session, version: Version, tag: string): Promise<void> {
  const environment = await findEnvironmentByName(s, tag);
  if (environment !== undefined) await recordDeployment(s, version, environment.id, null, true);
}

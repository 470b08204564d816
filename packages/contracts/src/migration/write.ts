import { newContent } from '../broker/publishing/publish.ts';
import { addToBranch } from '../broker/store/branches.ts';
import type { Connection } from '../broker/store/database.ts';
import { recordDeployment, recordRelease } from '../broker/store/deployments.ts';
import { addEnvironment, findEnvironment } from '../broker/store/environments.ts';
import { touchIntegration } from '../broker/store/integrations.ts';
import { addLabel } from '../broker/store/labels.ts';
import { ensurePacticipant } from '../broker/store/pacticipants.ts';
import { findPactBySha } from '../broker/store/pacts.ts';
import { addPublication } from '../broker/store/publications.ts';
import type { Session } from '../broker/store/session.ts';
import { addTag } from '../broker/store/tags.ts';
import { addVerification } from '../broker/store/verifications.ts';
import { ensureVersion, findVersion, type Version } from '../broker/store/versions.ts';
import type { BrokerCopy, PactCopy, ResultCopy } from './model.ts';

/** Writes what was read from another broker, with its times and in its order. */
export async function writeCopy(db: Connection, copy: BrokerCopy): Promise<void> {
  const sessionAt = (time: string): Session => ({ db, now: () => stored(time) });
  for (const { name, fields, labels, createdAt } of copy.pacticipants) {
    const s = sessionAt(createdAt);
    const { id } = await ensurePacticipant(s, name, fields);
    for (const label of labels) await addLabel(s, id, label);
  }
  for (const { uuid, createdAt, ...fields } of copy.environments) {
    await addEnvironment(sessionAt(createdAt), uuid, fields);
  }
  await writeVersions(copy, sessionAt);
  for (const pact of copy.pacts) await writePact(sessionAt(pact.createdAt), pact);
  for (const result of copy.results) await writeResult(sessionAt(result.createdAt), result);
  for (const { kind, environment, pacticipant, version, instance, createdAt } of copy.live) {
    const s = sessionAt(createdAt);
    const found = present(await findEnvironment(s, environment), environment);
    const runs = present(await findVersion(s, pacticipant, version), version);
    if (kind === 'deployed') await recordDeployment(s, runs, found.id, instance);
    else await recordRelease(s, runs, found.id);
  }
}

async function writeVersions(
  copy: BrokerCopy,
  sessionAt: (time: string) => Session,
): Promise<void> {
  const heads: (() => Promise<void>)[] = [];
  for (const { pacticipant, number, buildUrl, branches, tags, createdAt } of copy.versions) {
    const s = sessionAt(createdAt);
    const owner = await ensurePacticipant(s, pacticipant);
    const version: Version = await ensureVersion(s, owner, number, { touched: false, buildUrl });
    for (const { name, latest } of branches) {
      // The head is whatever was added last, even where it is not the newest version.
      if (latest) heads.push(() => addToBranch(s, version, name));
      else await addToBranch(s, version, name);
    }
    for (const tag of tags) await addTag(s, version, tag);
  }
  for (const add of heads) await add();
}

async function writePact(s: Session, pact: PactCopy): Promise<void> {
  const consumer = await ensurePacticipant(s, pact.consumer);
  const provider = await ensurePacticipant(s, pact.provider);
  const version = await ensureVersion(s, consumer, pact.version, { touched: false });
  const target = { consumerId: consumer.id, providerId: provider.id, versionId: version.id };
  // The sha of the source, so that links and "same content" mean the same here.
  await addPublication(s, target, newContent(pact.content, pact.sha), undefined);
  await touchIntegration(s, consumer.id, provider.id);
}

async function writeResult(s: Session, result: ResultCopy): Promise<void> {
  const pact = await findPactBySha(s, result, result.sha);
  // Content that was overwritten since is not offered any more, and neither is its result.
  if (pact === undefined) return;
  const provider = await ensurePacticipant(s, result.provider);
  const version = await ensureVersion(s, provider, result.providerVersion, { touched: false });
  await addVerification(s, {
    contentId: pact.contentId,
    consumerId: pact.consumerId,
    providerId: pact.providerId,
    providerVersionId: version.id,
    success: result.success,
    wip: false,
    pending: false,
    buildUrl: result.buildUrl,
    testResults: result.testResults,
    verifiedBy: result.verifiedBy,
    selectors: null,
  });
  await touchIntegration(s, pact.consumerId, pact.providerId);
}

/** Brokers show whole seconds with an offset; the store keeps microseconds in UTC. */
function stored(time: string): string {
  return new Date(time).toISOString().replace('Z', '000Z');
}

function present<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Error(`${what} vanished within its transaction`);
  return row;
}

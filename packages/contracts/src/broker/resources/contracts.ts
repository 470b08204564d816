import { pactName } from '../hal/pact.ts';
import { embeddedPacticipant, embeddedVersion } from '../hal/pacticipant.ts';
import { HttpFailure, ok, type Reply } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, type Resource } from '../http/resource.ts';
import { type JsonObject, parseJson } from '../json/lossless.ts';
import { announcePublication } from '../publishing/announce.ts';
import { contentSha, contentShaWithoutIds } from '../publishing/content.ts';
import {
  type ContractsToPublish,
  type ContractToPublish,
  readContracts,
} from '../publishing/contracts.ts';
import { diffPacts } from '../publishing/diff.ts';
import { mergePacts } from '../publishing/merge.ts';
import { similarNames, similarNameText } from '../publishing/names.ts';
import { conflictText, type Notice, pactNotices, versionNotices } from '../publishing/notices.ts';
import { newContent, type Publication, publishPact } from '../publishing/publish.ts';
import { addToBranch } from '../store/branches.ts';
import { touchIntegration } from '../store/integrations.ts';
import { ensurePacticipant, pacticipantNames } from '../store/pacticipants.ts';
import { findPact, type Pact } from '../store/pacts.ts';
import { contentBody } from '../store/publications.ts';
import type { Session } from '../store/session.ts';
import { anyVerificationBetween } from '../store/verifications.ts';
import { ensureVersion, findVersion, setBuildUrl, type Version } from '../store/versions.ts';
import { webhooksFor } from '../webhooks/trigger.ts';
import { tagVersion } from './tagging.ts';

/** Publishes one version's contracts in one go: version, branch, tags and pacts. */
export const publishContracts: Resource = {
  path: '/contracts/publish',
  methods: { POST: { accepts: [JSON_TYPE], body: 'json', run: publish } },
};

async function publish(x: Exchange): Promise<Reply> {
  const request = readContracts(x.json());
  await refuseConflicts(x, request);
  const existed = (await findVersion(x.s, request.pacticipant, request.version)) !== undefined;
  const version = await writeVersion(x.s, request);
  const notices = versionNotices(request, existed);
  const publications: Publication[] = [];
  for (const contract of request.contracts) {
    const publication = await publishContract(x, request, version, contract, notices);
    publications.push(publication);
  }
  const now = x.s.now();
  for (const { pact } of publications) {
    await touchIntegration(x.s, pact.consumerId, pact.providerId, now);
  }
  return ok(represent(x, request, publications, notices));
}

async function refuseConflicts(x: Exchange, request: ContractsToPublish): Promise<void> {
  const notices: Notice[] = [];
  for (const contract of request.contracts) {
    const target = targetOf(request, contract);
    const existing = await findPact(x.s, target, request.version);
    if (existing === undefined || existing.sha === contentSha(contract.content)) continue;
    const before = parseJson(await contentBody(x.s, existing.contentId)) as JsonObject;
    notices.push({ type: 'error', text: conflictText(target) });
    notices.push({ type: 'info', text: diffPacts(before, contract.content, x.settings.compat) });
  }
  if (x.settings.checkSimilarNames) {
    const names = [request.pacticipant, ...request.contracts.map(({ provider }) => provider)];
    for (const text of await similarNameTexts(x, names)) notices.push({ type: 'error', text });
  }
  if (notices.length === 0) return;
  const errors = notices.filter(({ type }) => type === 'error').map(({ text }) => text);
  const body = { notices, errors: { contracts: errors } };
  throw new HttpFailure({ status: 409, body, type: JSON_TYPE });
}

export async function similarNameTexts(x: Exchange, names: readonly string[]): Promise<string[]> {
  const existing = await pacticipantNames(x.s);
  return [...new Set(names)]
    .map((name) => ({ name, similar: similarNames(name, existing) }))
    .filter(({ similar }) => similar.length > 0)
    .map(({ name, similar }) => similarNameText(name, similar, x.urls.base));
}

function targetOf(request: ContractsToPublish, contract: ContractToPublish) {
  return {
    consumer: request.pacticipant,
    provider: contract.provider,
    version: request.version,
  };
}

async function writeVersion(s: Session, request: ContractsToPublish): Promise<Version> {
  const pacticipant = await ensurePacticipant(s, request.pacticipant);
  const buildUrl = request.buildUrl ?? null;
  const version = await ensureVersion(s, pacticipant, request.version, {
    touched: false,
    buildUrl,
    likelyNew: true,
  });
  if (buildUrl !== null && version.buildUrl !== buildUrl)
    await setBuildUrl(s, version.id, buildUrl);
  if (request.branch !== undefined) await addToBranch(s, version, request.branch);
  for (const tag of request.tags) await tagVersion(s, version, tag);
  return version;
}

async function publishContract(
  x: Exchange,
  request: ContractsToPublish,
  version: Version,
  contract: ContractToPublish,
  notices: Notice[],
): Promise<Publication> {
  const { s, settings } = x;
  const provider = await ensurePacticipant(s, contract.provider);
  const replaced = await findPact(s, targetOf(request, contract), request.version);
  const merged = contract.merge && replaced !== undefined;
  const content = merged ? await mergedWith(s, replaced, contract.content) : contract.content;
  // Merged content carries ids of ours; the reference broker lets them change the sha.
  const stored =
    merged && !settings.compat
      ? newContent(content, contentShaWithoutIds(content))
      : newContent(content);
  const publication = await publishPact(s, version, provider, stored, replaced, settings.compat);
  const origin = { base: x.urls.base, buildUrl: request.buildUrl };
  const events = await announcePublication(s, publication, origin, settings);
  const { consumerId, providerId } = publication.pact;
  const everVerified = await anyVerificationBetween(s, consumerId, providerId);
  const anyWebhooks = (await webhooksFor(s, publication.pact)).length > 0;
  notices.push(...pactNotices({ publication, events, merged, everVerified, anyWebhooks }, x.urls));
  return publication;
}

async function mergedWith(s: Session, existing: Pact, content: JsonObject): Promise<JsonObject> {
  return mergePacts(parseJson(await contentBody(s, existing.contentId)) as JsonObject, content);
}

function represent(
  x: Exchange,
  request: ContractsToPublish,
  publications: readonly Publication[],
  notices: readonly Notice[],
): object {
  const { pacticipant, version } = request;
  const { urls } = x;
  return {
    logs: notices.map(({ type, text }) => ({
      level: type,
      message: text,
      deprecationWarning: 'Replaced by notices',
    })),
    notices,
    _embedded: {
      pacticipant: embeddedPacticipant(pacticipant, urls),
      version: embeddedVersion({ pacticipant, number: version }, urls),
    },
    _links: {
      'pb:pacticipant': {
        title: 'Pacticipant',
        name: pacticipant,
        href: urls.pacticipant(pacticipant),
      },
      'pb:pacticipant-version': {
        title: 'Pacticipant version',
        name: version,
        href: urls.version(pacticipant, version),
      },
      'pb:pacticipant-version-tags': request.tags.map((tag) => ({
        title: 'Tag',
        name: tag,
        href: urls.tag(pacticipant, version, tag),
      })),
      'pb:contracts': publications.map(({ pact }) => ({
        title: 'Pact',
        name: pactName(pact),
        href: urls.pact(pact),
      })),
    },
  };
}

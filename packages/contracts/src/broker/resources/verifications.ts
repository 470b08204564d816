import { selectionOf } from '../hal/selected-pact.ts';
import { representVerification } from '../hal/verification.ts';
import { created, NO_CONTENT, notFound, ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, JSON_TYPE, type Resource } from '../http/resource.ts';
import { type Fields, isFields, isUrl, Problems, textField } from '../http/validate.ts';
import { touchIntegration } from '../store/integrations.ts';
import { findPacticipantById } from '../store/pacticipants.ts';
import { findPact, findPactBySha, latestPact, type Pact, pactsOfVersions } from '../store/pacts.ts';
import { tagsOf } from '../store/tags.ts';
import {
  addVerification,
  deleteVerification,
  findVerification,
  latestVerification,
  type Verification,
  verificationsOfConsumerVersion,
} from '../store/verifications.ts';
import { ensureVersion, findVersion } from '../store/versions.ts';
import { verificationPage } from '../ui/verification.ts';
import { type EventContext, fireWebhooks } from '../webhooks/trigger.ts';
import { found, pairAt } from './lookup.ts';

const INTEGRATION = '/pacts/provider/:provider/consumer/:consumer';
const CONTENT = `${INTEGRATION}/pact-version/:sha`;

function publishing(path: string): Resource {
  return { path, methods: { POST: { accepts: [JSON_TYPE], body: 'json', run: publish } } };
}

/** Stores a result for the content, and tells webhooks for each selected consumer version. */
async function publish(x: Exchange): Promise<Reply> {
  const given = readResult(x);
  const selection = await selectionOf(x);
  const { pact, wip, pending, selected } = selection;
  const provider = await findPacticipantById(x.s, pact.providerId);
  if (provider === undefined) throw notFound();
  const version = await ensureVersion(x.s, provider, given.version, { touched: true });
  const result = await addVerification(x.s, {
    contentId: pact.contentId,
    consumerId: pact.consumerId,
    providerId: pact.providerId,
    providerVersionId: version.id,
    success: given.success,
    wip,
    pending,
    buildUrl: given.buildUrl ?? null,
    testResults: given.testResults,
    verifiedBy: given.verifiedBy,
    selectors: selected === undefined ? null : JSON.stringify(selected),
  });
  await touchIntegration(x.s, pact.consumerId, pact.providerId);
  const tags = (await tagsOf(x.s, [version.id])).get(version.id) ?? [];
  const newest = selection.versions?.at(-1);
  await announce(x, pact, result, {
    base_url: x.urls.base,
    build_url: given.buildUrl ?? null,
    provider_version_tags: tags.map(({ name }) => name),
    ...(selected === undefined ? {} : { consumer_version_selectors: selected }),
    ...(selected === undefined && newest !== undefined
      ? { consumer_version_number: newest.number }
      : {}),
  });
  const body = representVerification(result, await newestPact(x, result), x.urls);
  return created(body, x.urls.verification(result));
}

async function announce(
  x: Exchange,
  pact: Pact,
  verification: Verification,
  context: EventContext,
): Promise<void> {
  const outcome = verification.success
    ? 'provider_verification_succeeded'
    : 'provider_verification_failed';
  for (const event of ['provider_verification_published', outcome] as const) {
    await fireWebhooks(x.s, { pact, verification, event, context }, x.settings);
  }
}

interface GivenResult {
  readonly success: boolean;
  readonly version: string;
  readonly buildUrl: string | undefined;
  readonly testResults: string | null;
  readonly verifiedBy: string;
}

function readResult(x: Exchange): GivenResult {
  const body = x.json();
  const fields: Fields = isFields(body) ? body : {};
  const problems = new Problems();
  const { success } = fields;
  if (success === undefined) problems.add('success', 'is missing');
  else if (success === null) problems.add('success', 'must be filled');
  else if (typeof success !== 'boolean') problems.add('success', 'must be boolean');
  const version = textField(
    fields,
    'providerApplicationVersion',
    { required: true, notBlank: true },
    (message) => problems.add('providerApplicationVersion', message),
  );
  const buildUrl = textField(fields, 'buildUrl', { nullable: true }, (message) =>
    problems.add('buildUrl', message),
  );
  if (buildUrl !== undefined && !isUrl(buildUrl)) {
    problems.add('buildUrl', 'is not a valid URL eg. http://example.org');
  }
  problems.raise();
  const { testResults } = fields;
  return {
    success: success === true,
    version: version ?? '',
    buildUrl,
    testResults:
      testResults === undefined || testResults === null ? null : JSON.stringify(testResults),
    verifiedBy: JSON.stringify(readVerifier(fields)),
  };
}

/** Who verified, in the flat form in which it is shown. */
function readVerifier(fields: Fields): object {
  const verifier = isFields(fields.verifiedBy) ? fields.verifiedBy : {};
  const client = isFields(verifier.clientLanguage) ? verifier.clientLanguage : {};
  const shown = {
    implementation: verifier.implementation,
    version: verifier.version,
    client_implementation: client.name,
    client_test_framework: client.testFramework,
    client_version: client.version,
  };
  return Object.fromEntries(
    Object.entries(shown).filter(([, value]) => value !== undefined && value !== null),
  );
}

async function newestPact(x: Exchange, result: Verification): Promise<Pact> {
  return found(await findPactBySha(x.s, result, result.sha));
}

async function show(x: Exchange, result: Verification | undefined): Promise<Reply> {
  const existing = found(result);
  return ok(representVerification(existing, await newestPact(x, existing), x.urls));
}

async function resultAt(x: Exchange): Promise<Verification> {
  const number = x.path.get('number');
  if (!/^\d{1,9}$/.test(number)) throw notFound();
  const path = { ...pairAt(x), sha: x.path.get('sha'), number: Number(number) };
  return found(await findVerification(x.s, path));
}

function single(path: string): Resource {
  return {
    path,
    provides: [HAL, JSON_TYPE, 'application/vnd.pactbrokerextended.v1+json', 'text/html'],
    methods: {
      GET: {
        async run(x) {
          const result = await resultAt(x);
          if (x.type === 'text/html') return ok(await verificationPage(x, found(result)));
          return show(x, result);
        },
      },
      DELETE: {
        async run(x) {
          await deleteVerification(x.s, await resultAt(x));
          return NO_CONTENT;
        },
      },
    },
  };
}

/** The latest result for the content of a pact, told for that pact. */
function latestFor(path: string, find: (x: Exchange) => Promise<Pact | undefined>): Resource {
  return {
    path,
    provides: [HAL, JSON_TYPE],
    methods: {
      GET: {
        async run(x) {
          const pact = found(await find(x));
          const result = found(await latestVerification(x.s, pact.contentId));
          return ok(representVerification(result, pact, x.urls));
        },
      },
    },
  };
}

/** Clients may name a tag here; the protocol looks at the latest pact all the same. */
function latestOfAll(x: Exchange): Promise<Pact | undefined> {
  return latestPact(x.s, pairAt(x), { by: 'any' });
}

const summary: Resource = {
  path: '/verification-results/consumer/:consumer/version/:version/latest',
  methods: { GET: { run: summarize } },
};

async function summarize(x: Exchange): Promise<Reply> {
  const consumer = x.path.get('consumer');
  const number = x.path.get('version');
  const version = found(await findVersion(x.s, consumer, number));
  const results = await verificationsOfConsumerVersion(x.s, version.id);
  const pacts = (await pactsOfVersions(x.s, [version.id])).get(version.id) ?? [];
  const providers = (wanted: boolean) =>
    results.filter(({ success }) => success === wanted).map(({ provider }) => provider);
  const known = new Set(results.map(({ provider }) => provider));
  const shown: object[] = [];
  for (const result of results) {
    shown.push(representVerification(result, await newestPact(x, result), x.urls));
  }
  return ok({
    success: providers(true).length === pacts.length,
    providerSummary: {
      successful: providers(true),
      failed: providers(false),
      unknown: pacts.map(({ provider }) => provider).filter((name) => !known.has(name)),
    },
    _embedded: { verificationResults: shown },
    _links: {
      self: {
        href: x.url,
        title: `Latest verification results for consumer ${consumer} version ${number}`,
      },
    },
  });
}

export const verificationResources: readonly Resource[] = [
  publishing(`${CONTENT}/verification-results`),
  publishing(`${CONTENT}/metadata/:metadata/verification-results`),
  latestFor(`${CONTENT}/verification-results/latest`, (x) =>
    findPactBySha(x.s, pairAt(x), x.path.get('sha')),
  ),
  single(`${CONTENT}/verification-results/:number`),
  single(`${CONTENT}/metadata/:metadata/verification-results/:number`),
  latestFor(`${INTEGRATION}/version/:version/verification-results/latest`, (x) =>
    findPact(x.s, pairAt(x), x.path.get('version')),
  ),
  latestFor(`${INTEGRATION}/latest/verification-results/latest`, latestOfAll),
  latestFor(`${INTEGRATION}/latest/:tag/verification-results/latest`, latestOfAll),
  summary,
];

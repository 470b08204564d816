import { representExtendedPact, representPact } from '../hal/pact.ts';
import { representSelectedPact, selectionOf } from '../hal/selected-pact.ts';
import { encodeMetadata, type Metadata } from '../hal/urls.ts';
import { conflict, HttpFailure, invalid, notFound, ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, JSON_TYPE, type MethodName, type Resource } from '../http/resource.ts';
import { isBlank } from '../http/validate.ts';
import { type JsonObject, type JsonValue, parseJson } from '../json/lossless.ts';
import { announcePublication } from '../publishing/announce.ts';
import { contentSha, contentShaWithoutIds, participantName } from '../publishing/content.ts';
import { diffPacts } from '../publishing/diff.ts';
import { mergeConflict, mergePacts } from '../publishing/merge.ts';
import { conflictText } from '../publishing/notices.ts';
import { newContent, publishPact } from '../publishing/publish.ts';
import { touchIntegration } from '../store/integrations.ts';
import { ensurePacticipant } from '../store/pacticipants.ts';
import {
  deletePact,
  findPact,
  findPactBySha,
  latestPact,
  nextPact,
  type Pact,
  type PactFilter,
  type Pair,
  previousDistinctPact,
} from '../store/pacts.ts';
import { contentBody } from '../store/publications.ts';
import { ensureVersion } from '../store/versions.ts';
import { diffPage } from '../ui/diff.ts';
import { pactPage } from '../ui/pact.ts';
import { similarNameTexts } from './contracts.ts';
import { diffText } from './diff-text.ts';
import { found, pairAt } from './lookup.ts';

const EXTENDED = 'application/vnd.pactbrokerextended.v1+json';
const PACT_TYPES: readonly string[] = [HAL, JSON_TYPE, 'text/html', EXTENDED];
const INTEGRATION = '/pacts/provider/:provider/consumer/:consumer';

/** A pact as the client asked to see it. */
async function show(x: Exchange, pact: Pact, metadata?: Metadata): Promise<Reply> {
  const body = await contentBody(x.s, pact.contentId);
  if (x.type === 'text/html') return ok(await pactPage(x, pact, body));
  const options = metadata === undefined ? {} : { metadata: encodeMetadata(metadata) };
  if (x.type === EXTENDED) {
    return ok(representExtendedPact(pact, body, x.urls, options));
  }
  return ok(representPact(pact, body, x.urls, options));
}

function pactResource(path: string): Resource {
  return {
    path,
    provides: PACT_TYPES,
    methods: {
      GET: {
        run: async (x) => show(x, found(await findPact(x.s, pairAt(x), x.path.get('version')))),
      },
      PUT: { accepts: [JSON_TYPE], body: 'json', run: (x) => write(x, 'PUT') },
      DELETE: { run: remove },
      PATCH: { accepts: [JSON_TYPE], body: 'json', run: (x) => write(x, 'PATCH') },
    },
  };
}

async function write(x: Exchange, how: MethodName): Promise<Reply> {
  const pair = pairAt(x);
  const number = x.path.get('version');
  const body = x.exactJson();
  checkNames(x, body);
  if (!(body instanceof Map)) throw invalid({ '': ['must be a hash'] });
  const existing = await findPact(x.s, pair, number);
  const merging = how === 'PATCH' && existing !== undefined;
  const before = existing === undefined ? undefined : await contentOf(x, existing);
  if (merging && before !== undefined && mergeConflict(before, body)) {
    throw new HttpFailure({ status: 409, type: HAL });
  }
  if (x.settings.checkSimilarNames) {
    const [text] = await similarNameTexts(x, [pair.consumer, pair.provider]);
    if (text !== undefined) throw conflict(text);
  }
  const sha = contentSha(body);
  if (how === 'PUT' && existing !== undefined && existing.sha !== sha) {
    throw conflict(conflictText({ ...pair, version: number }));
  }
  const content = merging && before !== undefined ? mergePacts(before, body) : body;
  const provider = await ensurePacticipant(x.s, pair.provider);
  const consumer = await ensurePacticipant(x.s, pair.consumer);
  const version = await ensureVersion(x.s, consumer, number, { touched: true });
  // The reference broker keeps merged content under the sha of the patch; only compat repeats that.
  const { compat } = x.settings;
  const storedSha = merging && !compat ? contentShaWithoutIds(content) : sha;
  const stored = newContent(content, storedSha);
  const publication = await publishPact(x.s, version, provider, stored, existing, compat);
  await touchIntegration(x.s, consumer.id, provider.id);
  const origin = { base: x.urls.base, buildUrl: undefined };
  await announcePublication(x.s, publication, origin, x.settings);
  const shown = await show({ ...x, type: HAL }, publication.pact);
  return { ...shown, status: existing === undefined ? 201 : 200 };
}

async function contentOf(x: Exchange, pact: Pact): Promise<JsonObject> {
  return parseJson(await contentBody(x.s, pact.contentId)) as JsonObject;
}

/** The names in the file have to be those in the path, so that no file lands in the wrong place. */
function checkNames(x: Exchange, body: JsonValue): void {
  const errors: Record<string, string[]> = {};
  for (const role of ['consumer', 'provider'] as const) {
    const name = participantName(body, role);
    const expected = x.path.get(role);
    if (isBlank(expected)) errors[`${role}.name`] = ['cannot be blank'];
    if (typeof name !== 'string' || isBlank(name) || name === expected) continue;
    errors[`${role}.name`] = [
      `name in pact '${name}' does not match name in URL path '${expected}'.`,
    ];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

async function remove(x: Exchange): Promise<Reply> {
  const pair = pairAt(x);
  await deletePact(x.s, found(await findPact(x.s, pair, x.path.get('version'))));
  return ok({ _links: await linksAfterDeletion(x, pair) });
}

/** Where to go from a pact that is no more. */
export async function linksAfterDeletion(x: Exchange, pair: Pair): Promise<object> {
  const latest = await latestPact(x.s, pair, { by: 'any' });
  const href = x.urls.integration(pair, 'latest');
  return {
    index: { href: x.urls.base },
    ...(latest === undefined ? {} : { 'pb:latest-pact-version': { href, title: 'Latest pact' } }),
  };
}

function latestResource(path: string, filterOf: (x: Exchange) => PactFilter): Resource {
  return {
    path,
    provides: PACT_TYPES,
    methods: {
      GET: {
        async run(x) {
          const filter = filterOf(x);
          const pact = found(await latestPact(x.s, pairAt(x), filter));
          const tag = filter.by === 'tag' ? filter.tag : filter.by;
          const tagged = filter.by === 'tag' || filter.by === 'untagged';
          const metadata = { ...(tagged ? { cvt: [tag] } : {}), cv: pact.versionId };
          const reply = await show(x, pact, metadata);
          const headers = { 'x-pact-consumer-version': encodeURI(pact.version.toWellFormed()) };
          return { ...reply, headers };
        },
      },
    },
  };
}

function contentResource(path: string): Resource {
  return {
    path,
    provides: PACT_TYPES,
    methods: {
      GET: {
        async run(x) {
          const selection = await selectionOf(x);
          const { pact } = selection;
          const body = await contentBody(x.s, pact.contentId);
          if (x.type === 'text/html') return ok(await pactPage(x, pact, body));
          if (x.type === EXTENDED) return show(x, pact);
          return ok(representSelectedPact(selection, body, x.urls));
        },
      },
    },
  };
}

function diffResource(
  path: string,
  otherOf: (x: Exchange, pact: Pact) => Promise<Pact | undefined>,
) {
  return {
    path,
    provides: ['text/plain', 'text/html'],
    methods: {
      GET: {
        async run(x: Exchange): Promise<Reply> {
          const pair = pairAt(x);
          const pact = found(
            x.path.has('sha')
              ? await findPactBySha(x.s, pair, x.path.get('sha'))
              : await findPact(x.s, pair, x.path.get('version')),
          );
          const other = await otherOf(x, pact);
          if (other === undefined) {
            if (x.type === 'text/html') return ok(diffPage(x, pact, undefined, ''));
            return ok(
              `No previous distinct version was found for Pact between ${pact.consumer} (${pact.version}) and ${pact.provider}`,
            );
          }
          const changed = (await nextPact(x.s, other)) ?? pact;
          const { compat } = x.settings;
          const diff = diffPacts(await contentOf(x, other), await contentOf(x, pact), compat);
          if (x.type === 'text/html') return ok(diffPage(x, pact, other, diff));
          return ok(
            diffText({ pact, other, changedAt: changed.createdAt, now: x.s.now(), diff }, x.urls),
          );
        },
      },
    },
  } satisfies Resource;
}

/** The reference broker compares with the previous distinct one, whatever the address says. */
async function otherVersion(x: Exchange, pact: Pact): Promise<Pact | undefined> {
  if (x.settings.compat) return previousDistinctPact(x.s, pact);
  const other = await findPact(x.s, pairAt(x), x.path.get('other'));
  if (other === undefined) throw notFound();
  return other;
}

async function otherContent(x: Exchange): Promise<Pact> {
  const other = await findPactBySha(x.s, pairAt(x), x.path.get('other'));
  if (other === undefined) throw notFound();
  return other;
}

const previousDistinct: Resource = {
  path: `${INTEGRATION}/version/:version/previous-distinct`,
  provides: PACT_TYPES,
  methods: {
    GET: {
      async run(x) {
        const pact = found(await findPact(x.s, pairAt(x), x.path.get('version')));
        return show(x, found(await previousDistinctPact(x.s, pact)));
      },
    },
  },
};

export const pactResources: readonly Resource[] = [
  pactResource(`${INTEGRATION}/version/:version`),
  // Older addresses of the same thing.
  pactResource(`${INTEGRATION}/versions/:version`),
  pactResource('/pact/provider/:provider/consumer/:consumer/version/:version'),
  contentResource(`${INTEGRATION}/pact-version/:sha`),
  contentResource(`${INTEGRATION}/pact-version/:sha/metadata/:metadata`),
  previousDistinct,
  diffResource(`${INTEGRATION}/version/:version/diff/previous-distinct`, (x, pact) =>
    previousDistinctPact(x.s, pact),
  ),
  diffResource(`${INTEGRATION}/version/:version/diff/version/:other`, otherVersion),
  diffResource(`${INTEGRATION}/pact-version/:sha/diff/pact-version/:other`, otherContent),
  latestResource(`${INTEGRATION}/latest`, () => ({ by: 'any' })),
  latestResource('/pact/provider/:provider/consumer/:consumer/latest', () => ({ by: 'any' })),
  latestResource(`${INTEGRATION}/latest/:tag`, (x) => ({ by: 'tag', tag: x.path.get('tag') })),
  latestResource(`${INTEGRATION}/latest-untagged`, () => ({ by: 'untagged' })),
  latestResource(`${INTEGRATION}/branch/:branch/latest`, (x) => ({
    by: 'branch',
    branch: x.path.get('branch'),
  })),
];

import { pactName } from '../hal/pact.ts';
import { encodeMetadata, type Metadata } from '../hal/urls.ts';
import { isObject, type QueryValue } from '../http/query.ts';
import { ok, type Reply } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, type Resource } from '../http/resource.ts';
import {
  shortDescription,
  type VerifiablePact,
  verificationNotices,
} from '../selection/notices.ts';
import { pendingStatus } from '../selection/pending.ts';
import { readVerificationRequest, type VerificationRequest } from '../selection/request.ts';
import { selectPacts } from '../selection/select.ts';
import { selectWip } from '../selection/wip.ts';
import { findPacticipantById } from '../store/pacticipants.ts';
import { pacticipantAt } from './lookup.ts';

/** Which pacts a provider build has to verify, and what to make of the results. */
export const forVerification: Resource = {
  path: '/pacts/provider/:provider/for-verification',
  methods: {
    GET: {
      async run(x) {
        return answer(x, await readVerificationRequest(x.s, fromQuery(x)));
      },
    },
    POST: {
      accepts: [JSON_TYPE],
      body: 'json',
      reads: true,
      async run(x) {
        return answer(x, await readVerificationRequest(x.s, x.json()));
      },
    },
  },
};

/** The query string of the first clients, in the shape of today's body. */
function fromQuery(x: Exchange): object {
  const list = (value: QueryValue | undefined) => (Array.isArray(value) ? value : []);
  const selectors = list(x.query.consumer_version_selectors).filter(isObject);
  const since = x.query.include_wip_pacts_since;
  return {
    providerVersionTags: list(x.query.provider_version_tags),
    includePendingStatus: x.query.include_pending_status !== 'false',
    ...(since === undefined ? {} : { includeWipPactsSince: since }),
    consumerVersionSelectors: selectors.map((selector) => ({
      ...(selector.tag === undefined ? {} : { tag: selector.tag }),
      ...(selector.latest === undefined ? {} : { latest: selector.latest === 'true' }),
      ...(selector.fallback_tag === undefined ? {} : { fallbackTag: selector.fallback_tag }),
      ...(selector.consumer === undefined ? {} : { consumer: selector.consumer }),
    })),
  };
}

async function answer(x: Exchange, request: VerificationRequest): Promise<Reply> {
  const pacts = await findVerifiable(x, request);
  return ok({
    _embedded: { pacts: pacts.map((pact) => represent(pact, request, x)) },
    _links: { self: { href: x.url, title: 'Pacts to be verified' } },
  });
}

async function findVerifiable(
  x: Exchange,
  request: VerificationRequest,
): Promise<VerifiablePact[]> {
  const provider = await pacticipantAt(x, 'provider');
  const { s, settings } = x;
  const selected = await selectPacts(s, provider, request.selectors, settings.compat);
  const verifiable: VerifiablePact[] = [];
  for (const one of selected) {
    const status = request.includePending
      ? await pendingStatus(s, one.pact.contentId, provider.id, request)
      : undefined;
    verifiable.push({
      ...one,
      status,
      wip: false,
      ...(await context(x, request, one.pact.consumerId)),
    });
  }
  for (const { pendingTags, ...one } of await selectWip(
    s,
    provider,
    request,
    selected,
    settings.wipLookBackDays,
  )) {
    const status = { pending: true, pendingTags, settledTags: [] };
    verifiable.push({
      ...one,
      status,
      wip: true,
      ...(await context(x, request, one.pact.consumerId)),
    });
  }
  return verifiable;
}

async function context(x: Exchange, request: VerificationRequest, consumerId: number) {
  const consumer = await findPacticipantById(x.s, consumerId);
  return { branch: request.branch, consumerMainBranch: consumer?.mainBranch ?? null };
}

function represent(pact: VerifiablePact, request: VerificationRequest, x: Exchange): object {
  const { urls } = x;
  const content = urls.content(pact.pact);
  const noticed = pact.wip ? urls.contentWith(pact.pact, { wip: true }) : content;
  const { includePending } = request;
  return {
    shortDescription: shortDescription(pact),
    verificationProperties: {
      ...(includePending ? { pending: pact.status?.pending ?? false } : {}),
      ...(pact.wip ? { wip: true } : {}),
      notices: verificationNotices(pact, noticed, {
        includePending,
        deprecated: x.method === 'GET',
      }),
    },
    _links: {
      self: {
        href: `${content}/metadata/${encodeMetadata(metadataOf(pact))}`,
        name: pactName(pact.pact),
      },
    },
  };
}

/** Travels with the link, so that a result can be told to each consumer version it is for. */
function metadataOf(pact: VerifiablePact): Metadata {
  if (pact.wip) return { w: true };
  const selectors = pact.selectors.map((one) => ({
    ...(one.branch === undefined ? {} : { b: one.branch }),
    ...(one.tag === undefined ? {} : { t: one.tag }),
    ...(one.latest === undefined ? {} : { l: one.latest }),
    ...(one.environment === undefined ? {} : { e: one.environment }),
    cv: one.versionId,
  }));
  return { s: selectors, ...(pact.status === undefined ? {} : { p: pact.status.pending }) };
}

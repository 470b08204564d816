import { JsonText } from '../http/reply.ts';
import { parseJson, writeJson } from '../json/lossless.ts';
import { shownTime } from '../store/clock.ts';
import type { Pact } from '../store/pacts.ts';
import { curies, type Link, templated } from './link.ts';
import { nestedQuery, type Urls } from './urls.ts';

export function pactName(pact: {
  readonly consumer: string;
  readonly version: string;
  readonly provider: string;
}): string {
  return `Pact between ${pact.consumer} (${pact.version}) and ${pact.provider}`;
}

export interface PactLinkOptions {
  /** Encoded metadata that results of this pact are to be published with. */
  readonly metadata?: string;
  /** Consumer versions the metadata speaks of, newest first. */
  readonly consumerVersions?: readonly string[];
}

/** The stored text of a pact with its creation time and links added. */
export function representPact(
  pact: Pact,
  body: string,
  urls: Urls,
  options: PactLinkOptions = {},
): JsonText {
  const rest = {
    createdAt: shownTime(pact.createdAt),
    _links: pactLinks(pact, urls, options),
  };
  const own = ownText(body);
  const added = JSON.stringify(rest).slice(1);
  return new JsonText(own === '{}' ? `{${added}` : `${own.slice(0, -1)},${added}`);
}

/** The extended form, with the contract apart from the broker's own members. */
export function representExtendedPact(
  pact: Pact,
  body: string,
  urls: Urls,
  options: PactLinkOptions = {},
): JsonText {
  const rest = JSON.stringify({
    // The protocol has the member and never fills it.
    _embedded: { tags: [] },
    _links: pactLinks(pact, urls, options),
  }).slice(1);
  const createdAt = JSON.stringify(shownTime(pact.createdAt));
  return new JsonText(`{"createdAt":${createdAt},"contract":${body},${rest}`);
}

/** A pact that was downloaded and published again brings the broker's members along: they go. */
function ownText(body: string): string {
  if (!body.includes('"_links"') && !body.includes('"createdAt"')) return body;
  const pact = parseJson(body);
  if (!(pact instanceof Map)) return body;
  pact.delete('_links');
  pact.delete('createdAt');
  return writeJson(pact);
}

function pactLinks(pact: Pact, urls: Urls, options: PactLinkOptions): object {
  const self = urls.pact(pact);
  const content = urls.content(pact);
  const all = urls.integration(pact);
  const withMetadata =
    options.metadata === undefined ? content : `${content}/metadata/${options.metadata}`;
  const version = urls.version(pact.consumer, pact.version);
  const named = `${pact.consumer} and ${pact.provider}`;
  return {
    self: { title: 'Pact', name: pactName(pact), href: self },
    'pb:consumer': {
      title: 'Consumer',
      name: pact.consumer,
      href: urls.pacticipant(pact.consumer),
    },
    'pb:consumer-version': consumerVersion(pact.consumer, pact.version, urls),
    ...(options.consumerVersions === undefined
      ? {}
      : {
          'pb:consumer-versions': options.consumerVersions.map((number) =>
            consumerVersion(pact.consumer, number, urls),
          ),
        }),
    'pb:provider': {
      title: 'Provider',
      name: pact.provider,
      href: urls.pacticipant(pact.provider),
    },
    'pb:pact-version': { title: 'Pact content version permalink', name: pact.sha, href: content },
    'pb:latest-pact-version': { title: 'Latest version of this pact', href: `${all}/latest` },
    'pb:all-pact-versions': { title: 'All versions of this pact', href: `${all}/versions` },
    'pb:latest-untagged-pact-version': {
      title: 'Latest untagged version of this pact',
      href: `${all}/latest-untagged`,
    },
    'pb:latest-tagged-pact-version': templated({
      title: 'Latest tagged version of this pact',
      href: `${all}/latest/{tag}`,
    }),
    'pb:previous-distinct': {
      title: 'Previous distinct version of this pact',
      href: `${self}/previous-distinct`,
    },
    'pb:diff-previous-distinct': {
      title: 'Diff with previous distinct version of this pact',
      href: `${self}/diff/previous-distinct`,
    },
    'pb:diff': templated({
      title: 'Diff with another specified version of this pact',
      href: `${content}/diff/pact-version/{pactVersion}`,
    }),
    'pb:pact-webhooks': {
      title: `Webhooks for the pact between ${named}`,
      href: urls.at('webhooks', 'provider', pact.provider, 'consumer', pact.consumer),
    },
    // The provider's name after "consumer" is what the protocol has; clients do not follow it.
    'pb:consumer-webhooks': {
      title: `Webhooks for all pacts with provider ${pact.provider}`,
      href: urls.at('webhooks', 'consumer', pact.provider),
    },
    'pb:tag-prod-version': {
      title: "PUT to this resource to tag this consumer version as 'production'",
      href: `${version}/tags/prod`,
    },
    'pb:tag-version': {
      title: 'PUT to this resource to tag this consumer version',
      href: `${version}/tags/{tag}`,
    },
    'pb:publish-verification-results': {
      title: 'Publish verification results',
      href: `${withMetadata}/verification-results`,
    },
    'pb:latest-verification-results': { href: `${content}/verification-results/latest` },
    'pb:triggered-webhooks': {
      title: 'Webhooks triggered by the publication of this pact',
      href: `${self}/triggered-webhooks`,
    },
    'pb:matrix-for-consumer-version': {
      title: 'View matrix rows for the consumer version to which this pact belongs',
      href: `${urls.base}/matrix?${nestedQuery({
        q: [{ pacticipant: pact.consumer, version: pact.version }],
        latestby: 'cvpv',
      })}`,
    },
    curies: curies(urls.base, 'pact'),
  };
}

function consumerVersion(consumer: string, number: string, urls: Urls): Link {
  return { title: 'Consumer version', name: number, href: urls.version(consumer, number) };
}

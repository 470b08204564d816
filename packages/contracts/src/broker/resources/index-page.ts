import { templated } from '../hal/link.ts';
import type { Urls } from '../hal/urls.ts';
import { ok } from '../http/reply.ts';
import { HAL, type Resource } from '../http/resource.ts';
import { integrationsPage } from '../ui/integrations.ts';

/** The entry point: every client finds its way from these links. */
export const indexResource: Resource = {
  path: '/',
  provides: [HAL, 'text/html'],
  methods: {
    GET: {
      async run(x) {
        if (x.type !== 'text/html') return ok(index(x.urls));
        const headers = { 'cache-control': 'no-cache, no-store, must-revalidate' };
        return { ...ok(await integrationsPage(x)), headers };
      },
    },
  },
};

type Entry = readonly [rel: string, path: string, title: string];

const FIRST: readonly Entry[] = [
  [
    'pb:publish-pact',
    '/pacts/provider/{provider}/consumer/{consumer}/version/{consumerApplicationVersion}',
    'Publish a pact',
  ],
  ['pb:publish-contracts', '/contracts/publish', 'Publish contracts'],
  ['pb:latest-pact-versions', '/pacts/latest', 'Latest pact versions'],
  [
    'pb:tagged-pact-versions',
    '/pacts/provider/{provider}/consumer/{consumer}/tag/{tag}',
    'All versions of a pact for a given consumer, provider and consumer version tag',
  ],
  [
    'pb:branch-pact-versions',
    '/pacts/provider/{provider}/consumer/{consumer}/branch/{branch}',
    'All versions of pacts for a provider, for a named consumers branch',
  ],
  [
    'pb:latest-branch-pact-versions',
    '/pacts/provider/{provider}/consumer/{consumer}/branch/{branch}/latest/versions',
    'Latest version of pact for a provider, for a named consumers branch',
  ],
  [
    'pb:main-branch-pact-versions',
    '/pacts/provider/{provider}/consumer/{consumer}/branch/versions',
    'All versions of pacts for a provider, for a named consumers main branch',
  ],
  [
    'pb:latest-main-branch-pact-versions',
    '/pacts/provider/{provider}/consumer/{consumer}/branch/latest/versions',
    'Latest version of pact for a provider, for a named consumers main branch',
  ],
  [
    'pb:provider-pacts-with-main-branch',
    '/pacts/provider/{provider}/branch',
    'All pacts for a provider, for any consumers main branch',
  ],
  [
    'pb:provider-pacts-with-branch',
    '/pacts/provider/{provider}/branch/{branch}',
    'All pacts for a provider, for any consumers named branch',
  ],
  [
    'pb:latest-provider-pacts-with-main-branch',
    '/pacts/provider/{provider}/branch/latest',
    'Latest pact for a provider, for any consumers main branch',
  ],
  [
    'pb:latest-provider-pacts-with-branch',
    '/pacts/provider/{provider}/branch/{branch}/latest',
    'Latest pacts for a provider, for any consumers named branch',
  ],
  ['pb:pacticipants', '/pacticipants', 'Pacticipants'],
  ['pb:pacticipant', '/pacticipants/{pacticipant}', 'Fetch pacticipant by name'],
  ['pb:latest-provider-pacts', '/pacts/provider/{provider}/latest', 'Latest pacts by provider'],
  [
    'pb:latest-provider-pacts-with-tag',
    '/pacts/provider/{provider}/latest/{tag}',
    'Latest pacts for provider with the specified tag',
  ],
  [
    'pb:provider-pacts-with-tag',
    '/pacts/provider/{provider}/tag/{tag}',
    'All pact versions for the provider with the specified consumer version tag',
  ],
  [
    'pb:provider-pacts',
    '/pacts/provider/{provider}',
    'All pact versions for the specified provider',
  ],
  ['pb:latest-version', '/pacticipants/{pacticipant}/latest-version', 'Latest pacticipant version'],
  [
    'pb:latest-tagged-version',
    '/pacticipants/{pacticipant}/latest-version/{tag}',
    'Latest pacticipant version with the specified tag',
  ],
  ['pb:webhooks', '/webhooks', 'Webhooks'],
  ['pb:webhook', '/webhooks/{uuid}', 'Webhook'],
  ['pb:integrations', '/integrations', 'Integrations'],
  [
    'pb:pacticipant-version-tag',
    '/pacticipants/{pacticipant}/versions/{version}/tags/{tag}',
    'Get, create or delete a tag for a pacticipant version',
  ],
  [
    'pb:pacticipant-branch',
    '/pacticipants/{pacticipant}/branches/{branch}',
    'Get or delete a pacticipant branch',
  ],
  [
    'pb:pacticipant-branch-version',
    '/pacticipants/{pacticipant}/branches/{branch}/versions/{version}',
    'Get or add/create a pacticipant version for a branch',
  ],
  [
    'pb:pacticipant-version',
    '/pacticipants/{pacticipant}/versions/{version}',
    'Get, create or delete a pacticipant version',
  ],
];

const LAST: readonly Entry[] = [
  [
    'pb:can-i-deploy-pacticipant-version-to-tag',
    '/can-i-deploy?pacticipant={pacticipant}&version={version}&to={tag}',
    'Determine if an application version can be safely deployed to an environment identified by the given tag',
  ],
  [
    'pb:can-i-deploy-pacticipant-version-to-environment',
    '/can-i-deploy?pacticipant={pacticipant}&version={version}&environment={environment}',
    'Determine if an application version can be safely deployed to an environment',
  ],
  [
    'pb:provider-pacts-for-verification',
    '/pacts/provider/{provider}/for-verification',
    'Pact versions to be verified for the specified provider',
  ],
];

/** This one relation has placeholders and yet says otherwise; clients rely on neither. */
const NOT_MARKED = 'pb:tagged-pact-versions';

function index(urls: Urls): object {
  const { base } = urls;
  const links = (entries: readonly Entry[]) =>
    Object.fromEntries(
      entries.map(([rel, path, title]) => [
        rel,
        { href: base + path, title, templated: path.includes('{') && rel !== NOT_MARKED },
      ]),
    );
  const documentation = { href: `${base}/doc/{rel}?context=index`, templated: true };
  return {
    _links: {
      self: { href: base, title: 'Index', templated: false },
      ...links(FIRST),
      'pb:metrics': { href: `${base}/metrics`, title: 'Get Pact Broker metrics' },
      ...links(LAST),
      'beta:provider-pacts-for-verification': templated({
        name: 'beta',
        href: `${base}/pacts/provider/{provider}/for-verification`,
        title: 'DEPRECATED - please use pb:provider-pacts-for-verification',
      }),
      curies: [
        { name: 'pb', ...documentation },
        { name: 'beta', ...documentation },
      ],
      'pb:environments': {
        title: 'Environments',
        href: `${base}/environments`,
        templated: false,
      },
      'pb:environment': templated({ title: 'Environment', href: `${base}/environments/{uuid}` }),
    },
  };
}

/**
 * What each link relation of the broker is for: the text behind `/doc/{rel}`, to which every HAL
 * answer points (CURIEs, draft-kelly-json-hal section 8.2).
 */
export interface Relation {
  /** Name without its prefix: `pb:publish-contracts` is `publish-contracts`. */
  readonly rel: string;
  /** Path of the resource that the link leads to, as in the table of resources. */
  readonly path: string;
  readonly text: string;
  /** A body to send, where the resource takes one. */
  readonly body?: { readonly method: 'POST' | 'PUT' | 'PATCH'; readonly example: object };
}

const pact = '/pacts/provider/:provider/consumer/:consumer';
const version = '/pacticipants/:pacticipant/versions/:version';

const CONTRACT = {
  pacticipantName: 'Shop',
  pacticipantVersionNumber: '4c1e0f2',
  branch: 'main',
  buildUrl: 'https://ci.example.com/builds/17',
  contracts: [
    {
      consumerName: 'Shop',
      providerName: 'Inventory',
      specification: 'pact',
      contentType: 'application/json',
      content: 'the pact file, in base64',
    },
  ],
};

const RESULT = {
  success: true,
  providerApplicationVersion: '9b2d1aa',
  buildUrl: 'https://ci.example.com/builds/18',
  testResults: [{ interactionId: 'the _id of an interaction', success: true }],
};

const WEBHOOK = {
  description: 'Verify what changed',
  provider: { name: 'Inventory' },
  events: [{ name: 'contract_requiring_verification_published' }],
  request: {
    method: 'POST',
    url: 'https://ci.example.com/verify',
    headers: { 'Content-Type': 'application/json' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of webhooks
    body: { pact: '${pactbroker.pactUrl}' },
  },
};

const contracts: readonly Relation[] = [
  {
    rel: 'publish-contracts',
    path: '/contracts/publish',
    text: 'Publishes all contracts of one application version at once, with its branch, tags and build. Other content for a version that has a contract already is refused with 409.',
    body: { method: 'POST', example: CONTRACT },
  },
  {
    rel: 'publish-pact',
    path: `${pact}/version/:version`,
    text: 'Publishes one pact of one consumer version. Prefer pb:publish-contracts, which takes the branch along.',
    body: {
      method: 'PUT',
      example: { consumer: { name: 'Shop' }, provider: { name: 'Inventory' }, interactions: [] },
    },
  },
  {
    rel: 'contracts',
    path: `${pact}/version/:version`,
    text: 'The contracts that a publication has stored.',
  },
  {
    rel: 'pact-version',
    path: `${pact}/version/:version`,
    text: 'The pact of one consumer version.',
  },
  {
    rel: 'pact-versions',
    path: `${pact}/versions`,
    text: 'All versions of the pact between two applications, newest first. DELETE removes them.',
  },
  {
    rel: 'all-pact-versions',
    path: `${pact}/versions`,
    text: 'All versions of the pact between two applications.',
  },
  { rel: 'pacts', path: `${pact}/versions`, text: 'Pacts, one link each.' },
  {
    rel: 'latest-pact-version',
    path: `${pact}/latest`,
    text: 'The pact of the newest consumer version that has one with this provider.',
  },
  {
    rel: 'latest-pact-versions',
    path: '/pacts/latest',
    text: 'The newest pact of every consumer and provider.',
  },
  {
    rel: 'tagged-pact-versions',
    path: `${pact}/tag/:tag`,
    text: 'Pacts of consumer versions with a tag. DELETE removes them.',
  },
  {
    rel: 'latest-tagged-pact-version',
    path: `${pact}/latest/:tag`,
    text: 'The pact of the newest consumer version with a tag.',
  },
  {
    rel: 'latest-untagged-pact-version',
    path: `${pact}/latest-untagged`,
    text: 'The pact of the newest consumer version without any tag.',
  },
  {
    rel: 'branch-pact-versions',
    path: `${pact}/branch/:branch`,
    text: 'Pacts of consumer versions on a branch. DELETE removes them.',
  },
  {
    rel: 'latest-branch-pact-versions',
    path: `${pact}/branch/:branch/latest/versions`,
    text: 'The newest pact of a branch of the consumer.',
  },
  {
    rel: 'main-branch-pact-versions',
    path: `${pact}/branch/versions`,
    text: 'Pacts of consumer versions on the main branch.',
  },
  {
    rel: 'latest-main-branch-pact-versions',
    path: `${pact}/branch/latest/versions`,
    text: 'The newest pact of the main branch of the consumer.',
  },
  {
    rel: 'previous-distinct',
    path: `${pact}/version/:version/previous-distinct`,
    text: 'The pact of the last earlier consumer version whose content was different.',
  },
  {
    rel: 'diff-previous-distinct',
    path: `${pact}/version/:version/diff/previous-distinct`,
    text: 'What changed since the last different content.',
  },
  {
    rel: 'diff',
    path: `${pact}/pact-version/:sha/diff/pact-version/:other`,
    text: 'What is different between two contents.',
  },
  {
    rel: 'matrix-for-consumer-version',
    path: '/matrix',
    text: 'Every result for the pact of one consumer version.',
  },
];

const verification: readonly Relation[] = [
  {
    rel: 'provider-pacts-for-verification',
    path: '/pacts/provider/:provider/for-verification',
    text: 'The pacts that a build of the provider has to verify, each content once, with notices that say why. Ask with POST: selectors choose consumer versions, pending and work in progress are switched on here.',
    body: {
      method: 'POST',
      example: {
        consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }],
        providerVersionBranch: 'main',
        includePendingStatus: true,
        includeWipPactsSince: '2026-01-01',
      },
    },
  },
  { rel: 'provider-pacts', path: '/pacts/provider/:provider', text: 'All pacts with a provider.' },
  {
    rel: 'latest-provider-pacts',
    path: '/pacts/provider/:provider/latest',
    text: 'The newest pact of each consumer of a provider.',
  },
  {
    rel: 'provider-pacts-with-tag',
    path: '/pacts/provider/:provider/tag/:tag',
    text: 'Pacts with a provider whose consumer version has a tag.',
  },
  {
    rel: 'latest-provider-pacts-with-tag',
    path: '/pacts/provider/:provider/latest/:tag',
    text: 'The newest pact with a tag of each consumer of a provider.',
  },
  {
    rel: 'provider-pacts-with-branch',
    path: '/pacts/provider/:provider/branch/:branch',
    text: 'Pacts with a provider from a branch of its consumers.',
  },
  {
    rel: 'latest-provider-pacts-with-branch',
    path: '/pacts/provider/:provider/branch/:branch/latest',
    text: 'The newest pact of that branch of each consumer of a provider.',
  },
  {
    rel: 'provider-pacts-with-main-branch',
    path: '/pacts/provider/:provider/branch',
    text: 'Pacts with a provider from the main branches of its consumers.',
  },
  {
    rel: 'latest-provider-pacts-with-main-branch',
    path: '/pacts/provider/:provider/branch/latest',
    text: 'The newest pact of the main branch of each consumer of a provider.',
  },
  {
    rel: 'publish-verification-results',
    path: `${pact}/pact-version/:sha/verification-results`,
    text: 'Stores the result of verifying a content with a version of the provider. Results belong to the content: every consumer version with the same content has them too.',
    body: { method: 'POST', example: RESULT },
  },
  {
    rel: 'latest-verification-results',
    path: `${pact}/pact-version/:sha/verification-results/latest`,
    text: 'The newest result for a content.',
  },
  {
    rel: 'latest-verification-results-where-pacticipant-is-consumer',
    path: '/verification-results/consumer/:consumer/version/:version/latest',
    text: 'The newest results for all pacts of a consumer version, and whether they all succeeded.',
  },
];

const applications: readonly Relation[] = [
  {
    rel: 'pacticipants',
    path: '/pacticipants',
    text: 'All applications that take part in contracts. POST adds one; publishing adds it as well.',
    body: {
      method: 'POST',
      example: { name: 'Shop', mainBranch: 'main', repositoryUrl: 'https://git.example.com/shop' },
    },
  },
  {
    rel: 'pacticipant',
    path: '/pacticipants/:pacticipant',
    text: 'An application. DELETE removes it with everything that belongs to it.',
    body: { method: 'PATCH', example: { mainBranch: 'main' } },
  },
  {
    rel: 'consumer',
    path: '/pacticipants/:pacticipant',
    text: 'The application that uses the other one and wrote the contract.',
  },
  {
    rel: 'provider',
    path: '/pacticipants/:pacticipant',
    text: 'The application that is used and has to verify the contract.',
  },
  { rel: 'consumers', path: '/pacticipants/label/:label', text: 'Consumers with a label.' },
  { rel: 'providers', path: '/pacticipants/label/:label', text: 'Providers with a label.' },
  {
    rel: 'label',
    path: '/pacticipants/:pacticipant/labels/:label',
    text: 'A label of an application; PUT adds it and DELETE takes it away.',
  },
  {
    rel: 'pacticipants-with-label',
    path: '/pacticipants/label/:label',
    text: 'Applications with a label.',
  },
  {
    rel: 'versions',
    path: '/pacticipants/:pacticipant/versions',
    text: 'Versions of an application, newest first, by pages.',
  },
  {
    rel: 'pacticipant-versions',
    path: '/pacticipants/:pacticipant/versions',
    text: 'Versions of an application, newest first, by pages.',
  },
  { rel: 'version', path: version, text: 'A version of an application.' },
  {
    rel: 'pacticipant-version',
    path: version,
    text: 'A version of an application, with its branches, tags and the environments it is in.',
    body: { method: 'PUT', example: { buildUrl: 'https://ci.example.com/builds/17' } },
  },
  {
    rel: 'consumer-version',
    path: version,
    text: 'The version of the consumer that a pact was published for.',
  },
  {
    rel: 'consumer-versions',
    path: version,
    text: 'The consumer versions that have this content.',
  },
  {
    rel: 'latest-version',
    path: '/pacticipants/:pacticipant/latest-version',
    text: 'The newest version of an application.',
  },
  {
    rel: 'latest-tagged-version',
    path: '/pacticipants/:pacticipant/latest-version/:tag',
    text: 'The newest version of an application with a tag.',
  },
  {
    rel: 'branches',
    path: '/pacticipants/:pacticipant/branches',
    text: 'Branches of an application.',
  },
  {
    rel: 'branch',
    path: '/pacticipants/:pacticipant/branches/:branch',
    text: 'A branch of an application. DELETE forgets the branch, not its versions.',
  },
  {
    rel: 'pacticipant-branch',
    path: '/pacticipants/:pacticipant/branches/:branch',
    text: 'A branch of an application. DELETE forgets the branch, not its versions.',
  },
  {
    rel: 'branch-version',
    path: '/pacticipants/:pacticipant/branches/:branch/versions/:version',
    text: 'A version on a branch; PUT with an empty object puts it there.',
  },
  {
    rel: 'pacticipant-branch-version',
    path: '/pacticipants/:pacticipant/branches/:branch/versions/:version',
    text: 'A version on a branch; PUT with an empty object puts it there.',
  },
  { rel: 'tag', path: `${version}/tags/:tag`, text: 'A tag of a version.' },
  {
    rel: 'version-tag',
    path: `${version}/tags/:tag`,
    text: 'A tag of a version; PUT adds it and DELETE takes it away. Branches and environments have replaced most uses of tags.',
  },
  {
    rel: 'pacticipant-version-tag',
    path: `${version}/tags/:tag`,
    text: 'A tag of a version; PUT adds it and DELETE takes it away.',
  },
  {
    rel: 'pacticipant-version-tags',
    path: `${version}/tags/:tag`,
    text: 'The tags that a publication has added.',
  },
  {
    rel: 'tag-version',
    path: `${version}/tags/:tag`,
    text: 'Adds a tag to the consumer version of a pact.',
  },
  {
    rel: 'tag-prod-version',
    path: `${version}/tags/:tag`,
    text: 'Adds the tag prod to the consumer version of a pact. Recording a deployment has replaced it.',
  },
];

const deployments: readonly Relation[] = [
  {
    rel: 'environments',
    path: '/environments',
    text: 'All environments. POST adds one.',
    body: {
      method: 'POST',
      example: { name: 'production', displayName: 'Production', production: true },
    },
  },
  {
    rel: 'environment',
    path: '/environments/:environment',
    text: 'An environment, by its UUID. DELETE also forgets what was deployed there.',
    body: {
      method: 'PUT',
      example: { name: 'production', displayName: 'Production', production: true },
    },
  },
  {
    rel: 'record-deployment',
    path: `${version}/deployed-versions/environment/:environment`,
    text: 'Says that a version now runs in an environment, in the place of the one before it. applicationInstance tells several instances apart.',
    body: { method: 'POST', example: { applicationInstance: 'blue' } },
  },
  {
    rel: 'record-release',
    path: `${version}/released-versions/environment/:environment`,
    text: 'Says that a version is available in an environment, beside those released before: for mobile applications and libraries.',
    body: { method: 'POST', example: {} },
  },
  {
    rel: 'deployed-environments',
    path: `${version}/deployed-versions/environment/:environment`,
    text: 'Environments in which a version runs.',
  },
  {
    rel: 'released-environments',
    path: `${version}/released-versions/environment/:environment`,
    text: 'Environments in which a version is supported.',
  },
  {
    rel: 'currently-deployed-deployed-versions',
    path: '/environments/:environment/deployed-versions/currently-deployed',
    text: 'Versions that run in an environment now.',
  },
  {
    rel: 'currently-supported-released-versions',
    path: '/environments/:environment/released-versions/currently-supported',
    text: 'Versions that are supported in an environment now.',
  },
  {
    rel: 'can-i-deploy-pacticipant-version-to-environment',
    path: '/can-i-deploy',
    text: 'May this version go to that environment? summary.deployable is true, false or null for not known, and notices say why.',
  },
  {
    rel: 'can-i-deploy-pacticipant-version-to-tag',
    path: '/can-i-deploy',
    text: 'May this version go where the versions with that tag are?',
  },
  {
    rel: 'can-i-deploy-badge',
    path: '/pacticipants/:pacticipant/latest-version/:tag/can-i-deploy/to/:to/badge',
    text: 'A picture that says whether the newest version with a tag may be deployed.',
  },
  {
    rel: 'can-i-deploy-branch-to-environment-badge',
    path: '/pacticipants/:pacticipant/branches/:branch/latest-version/can-i-deploy/to-environment/:environment/badge',
    text: 'A picture that says whether the head of a branch may be deployed.',
  },
  {
    rel: 'matrix',
    path: '/matrix',
    text: 'Which versions work together: pacts beside results, for any choice of versions.',
  },
];

const webhooks: readonly Relation[] = [
  {
    rel: 'webhooks',
    path: '/webhooks',
    text: 'All webhooks. POST adds one. Only the hosts, schemes and methods that the operator has allowed may be used; without a list of hosts that is every public host, and what they answer is not kept.',
    body: { method: 'POST', example: WEBHOOK },
  },
  {
    rel: 'create',
    path: '/webhooks',
    text: 'POST here to add a webhook.',
    body: { method: 'POST', example: WEBHOOK },
  },
  {
    rel: 'webhook',
    path: '/webhooks/:uuid',
    text: 'A webhook. Secrets are shown as stars; stars that are sent back leave a secret as it was.',
    body: { method: 'PUT', example: WEBHOOK },
  },
  {
    rel: 'execute',
    path: '/webhooks/:uuid/execute',
    text: 'Makes the request of a webhook at once, with the newest pact or result it applies to, and answers what came of it.',
  },
  {
    rel: 'pact-webhooks',
    path: `${pact}/webhooks`,
    text: 'Webhooks for exactly these two applications.',
  },
  {
    rel: 'consumer-webhooks',
    path: '/webhooks/consumer/:consumer',
    text: 'Webhooks for a consumer with any provider.',
  },
  {
    rel: 'webhook-status',
    path: `${pact}/webhooks/status`,
    text: 'How the webhooks of two applications have fared last.',
  },
  {
    rel: 'triggered-webhooks',
    path: `${pact}/version/:version/triggered-webhooks`,
    text: 'Webhooks that a publication or a result has set off.',
  },
  {
    rel: 'logs',
    path: '/triggered-webhooks/:uuid/logs',
    text: 'The requests that were made and what was answered, without secrets.',
  },
  {
    rel: 'error-logs',
    path: '/triggered-webhooks/:uuid/logs',
    text: 'The logs of webhooks that failed.',
  },
];

const overviews: readonly Relation[] = [
  {
    rel: 'integrations',
    path: '/integrations',
    text: 'Every pair of consumer and provider. DELETE removes all of them.',
  },
  {
    rel: 'delete_integration',
    path: '/integrations/provider/:provider/consumer/:consumer',
    text: 'Removes the pacts, results and webhooks of two applications, and what nobody needs any more after that.',
  },
  {
    rel: 'group',
    path: '/groups/:pacticipant',
    text: 'The applications connected to one, directly or through others, as CSV.',
  },
  {
    rel: 'dashboard',
    path: '/dashboard',
    text: 'The pacts that matter now, each with its newest result and the tags and environments of its versions.',
  },
  { rel: 'metrics', path: '/metrics', text: 'Counts of everything in the store.' },
];

/** Every relation the broker gives out, in groups as they are shown. */
export const RELATIONS: ReadonlyMap<string, readonly Relation[]> = new Map([
  ['Contracts', contracts],
  ['Verification', verification],
  ['Applications and their versions', applications],
  ['Environments and deployments', deployments],
  ['Webhooks', webhooks],
  ['Overviews', overviews],
]);

import type { Urls } from '../hal/urls.ts';
import type { AnnouncedEvent } from './announce.ts';
import type { ContractsToPublish } from './contracts.ts';
import type { Publication } from './publish.ts';

export interface Notice {
  readonly type: 'debug' | 'success' | 'prompt' | 'warning' | 'error' | 'info';
  readonly text: string;
}

export function conflictText(pact: {
  readonly consumer: string;
  readonly version: string;
  readonly provider: string;
}): string {
  return `Cannot change the content of the pact for ${pact.consumer} version ${pact.version} and provider ${pact.provider}, as race conditions will cause unreliable results for can-i-deploy. Each pact must be published with a unique consumer version number. Some Pact libraries generate random data when a concrete value for a type matcher is not specified, and this can cause the contract to mutate - ensure you have given example values for all type matchers. For more information see https://docs.pact.io/go/versioning`;
}

/** What became of the version that publishes. */
export function versionNotices(request: ContractsToPublish, existed: boolean): Notice[] {
  const parts = [
    request.branch === undefined ? undefined : `branch ${request.branch}`,
    request.tags.length === 0 ? undefined : `tags ${request.tags.join(', ')}`,
  ].filter((part) => part !== undefined);
  const suffix = parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
  const action = existed ? 'Updated' : 'Created';
  const notices: Notice[] = [
    { type: 'debug', text: `${action} ${request.pacticipant} version ${request.version}${suffix}` },
  ];
  if (request.branch === undefined) {
    const text =
      '  Next steps:\n    Configure the version branch to be the value of your repository branch.';
    notices.push({ type: 'prompt', text });
  }
  return notices;
}

export interface PactNoticesInput {
  readonly publication: Publication;
  readonly events: readonly AnnouncedEvent[];
  readonly merged: boolean;
  readonly everVerified: boolean;
  readonly anyWebhooks: boolean;
}

/** What became of one pact, which events that was, and what to set up next. */
export function pactNotices(input: PactNoticesInput, urls: Urls): Notice[] {
  const { publication, events } = input;
  const described = events.map(({ name, comment }) =>
    comment === undefined ? name : `${name} (${comment})`,
  );
  return [
    outcome(publication, input.merged),
    { type: 'debug', text: `  View the published pact at ${urls.pact(publication.pact)}` },
    { type: 'debug', text: `  Events detected: ${described.join(', ')}` },
    ...webhookNotices(input, urls),
    ...nextSteps(input),
  ];
}

function outcome({ pact, replaced }: Publication, merged: boolean): Notice {
  const target = `for ${pact.consumer} version ${pact.version} and provider ${pact.provider}`;
  if (replaced === undefined)
    return { type: 'success', text: `Pact successfully published ${target}.` };
  if (merged) {
    return { type: 'success', text: `Pact content merged with existing content ${target}.` };
  }
  if (replaced.sha === pact.sha) {
    return {
      type: 'success',
      text: `Pact successfully republished ${target} with no content changes.`,
    };
  }
  const text = `Pact with changed content published over existing content ${target}. This is not recommended in normal circumstances and may indicate that you have not configured your Pact pipeline correctly. For more information see https://docs.pact.io/go/versioning`;
  return { type: 'warning', text };
}

function webhookNotices({ events, anyWebhooks }: PactNoticesInput, urls: Urls): Notice[] {
  const fired = events.flatMap((event) => event.fired);
  if (fired.length === 0) {
    if (!anyWebhooks) return [];
    return [{ type: 'debug', text: '  No enabled webhooks found for the detected events' }];
  }
  return fired.map(({ webhook, trigger }) => {
    const name = webhook.description === null ? webhook.uuid : JSON.stringify(webhook.description);
    const logs = urls.at('triggered-webhooks', trigger.uuid, 'logs');
    return {
      type: 'debug',
      text: `  Webhook ${name} triggered for event ${trigger.eventName}.\n    View logs at ${logs}`,
    };
  });
}

function nextSteps({ publication, everVerified, anyWebhooks }: PactNoticesInput): Notice[] {
  const { provider } = publication.pact;
  const steps: string[] = [];
  if (!everVerified) {
    steps.push(
      `Add Pact verification tests to the ${provider} build. See https://docs.pact.io/go/provider_verification`,
    );
  }
  if (!anyWebhooks) {
    steps.push(
      `Configure separate ${provider} pact verification build and webhook to trigger it when the pact content changes. See https://docs.pact.io/go/webhooks`,
    );
  }
  if (steps.length === 0) return [];
  return [
    { type: 'prompt', text: '  Next steps:' },
    ...steps.map((step): Notice => ({ type: 'prompt', text: `    * ${step}` })),
  ];
}

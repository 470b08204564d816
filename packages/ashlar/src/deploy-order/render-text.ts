import type { ConsumerNeeds, DeployOrder } from './model.ts';

export function renderDeployOrderText(order: DeployOrder): string {
  const { steps, consumers, unusedBreaks, provider } = order;
  return [
    `${provider}: from ${order.old} to ${order.new}`,
    ...steps.map(
      ({ phase, deploy, text }, index) => `${index + 1}. ${phase} ${deploy.join(', ')}: ${text}`,
    ),
    '',
    ...consumers.flatMap(consumerLines),
    ...(unusedBreaks.length === 0
      ? []
      : [
          'breaking, and used by no pact (who has none may still use it):',
          ...unusedBreaks.map((message) => `  ${message}`),
        ]),
  ]
    .join('\n')
    .trimEnd();
}

const WORDS: Record<ConsumerNeeds['order'], string> = {
  any: 'before or after',
  'provider-first': 'after the provider',
  'consumer-first': 'before the provider',
  expand: 'between two releases of the provider',
};

function consumerLines({ consumer, order, nextKnown, breaksToday, needsNew }: ConsumerNeeds) {
  return [
    `${consumer}: ${WORDS[order]}`,
    ...breaksToday.map((message) => `  breaks with the new document: ${message}`),
    ...needsNew.map((message) => `  needs the new document: ${message}`),
    ...(breaksToday.length > 0 && !nextKnown
      ? ['  its next version is not known: give its pacts with --next-pact']
      : []),
  ];
}

import { stringify } from 'yaml';
import { isArray, isObject } from '../pact/lossless-json.ts';
import type { TrafficDraft } from './draft-traffic.ts';
import type { DraftOperation } from './model.ts';

/** The draft for people: what was found, on how many samples each line rests, what to decide. */
export function renderDraftMarkdown(draft: TrafficDraft, leftOut: readonly string[] = []): string {
  const { consumer, provider, operations, exchanges } = draft;
  const lines = [
    `# Draft: what ${consumer} expects of ${provider}`,
    '',
    `From ${exchanges} recorded exchanges. Nothing here holds until a person accepts it (\`ashlar accept\`); until then it is pending and never gates a deploy.`,
    '',
    ...summary(draft, leftOut),
    '',
    '| operation | samples | answers | interactions |',
    '|---|--:|---|--:|',
    ...operations.map(row),
    '',
    ...operations.flatMap(section),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The document as YAML: it is meant to be read and edited. */
export function renderDraftDocument({ openapi }: Pick<TrafficDraft, 'openapi'>): string {
  return stringify(JSON.parse(JSON.stringify(openapi)), {
    aliasDuplicateObjects: false,
    lineWidth: 100,
  });
}

/** A module for `ashlar verify --state-handlers`, with every state that the draft needs, to be filled in. */
export function renderDraftStates({ operations }: Pick<TrafficDraft, 'operations'>): string {
  const states = operations
    .flatMap(({ interactions }) => interactions.map(({ interaction }) => interaction))
    .flatMap(({ providerStates }) =>
      isArray(providerStates) ? providerStates.filter(isObject) : [],
    )
    .map(({ name, params }) => [String(name), params] as const);
  const handlers = states.map(([name, params]) => {
    const given = params === undefined ? '' : ` // ${JSON.stringify(params)}`;
    return `  ${JSON.stringify(name)}: async (${params === undefined ? '' : 'params'}) => {},${given}`;
  });
  return `// What has to be there before each interaction is tried: make it so, or leave it if it is there anyway.
export const stateHandlers = {
${handlers.join('\n')}
};
`;
}

/** The same in a few lines. */
export function renderDraftText(draft: TrafficDraft, leftOut: readonly string[] = []): string {
  const lines = [
    `${draft.consumer} -> ${draft.provider}: a draft from ${draft.exchanges} exchanges`,
    ...summary(draft, leftOut).map((line) => `  ${line.slice(2)}`),
    '',
    ...draft.operations.flatMap(({ name, samples, interactions }) => [
      `  ${name} (${samples} ${samples === 1 ? 'sample' : 'samples'})`,
      ...interactions.map(
        (one) =>
          `    ${one.description.slice(name.length + 1)}: ${one.samples} ${one.samples === 1 ? 'sample' : 'samples'}${one.notes.length === 0 ? '' : `, ${one.notes.length} to decide`}`,
      ),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function summary(draft: TrafficDraft, leftOut: readonly string[]): readonly string[] {
  const { comparison, redacted, alreadyAccepted } = draft;
  const kinds = Object.entries(redacted).map(([kind, times]) => `${times} ${kind}`);
  const { errors, warnings } = comparison.stats;
  return [
    `- redacted: ${kinds.length === 0 ? 'nothing was found here (recordings of the proxy are redacted before they are written)' : kinds.join(', ')}`,
    `- the document allows the pact: ${comparison.compatible ? 'yes' : `no, ${errors} errors`}${warnings === 0 ? '' : `, ${warnings} open promises (optional or nullable fields)`}`,
    ...(alreadyAccepted === 0
      ? []
      : [`- left out: ${alreadyAccepted} interactions that are contracts already`]),
    ...leftOut.map((reason) => `- left out: ${reason}`),
  ];
}

function row({ name, samples, statuses, interactions }: DraftOperation): string {
  const answers = statuses.map((one) => `${one.status} × ${one.samples}`).join(', ');
  return `| \`${name}\` | ${samples} | ${answers} | ${interactions.length} |`;
}

function section(operation: DraftOperation): readonly string[] {
  return [
    `## ${operation.name}`,
    '',
    ...operation.parameters.map((text) => `- ${text}`),
    ...operation.notes.map((text) => `- ${text}`),
    ...(operation.parameters.length + operation.notes.length === 0 ? [] : ['']),
    ...operation.interactions.flatMap((one) => [
      `### ${one.description}`,
      '',
      ...(one.notes.length === 0
        ? []
        : ['To decide:', '', ...one.notes.map((text) => `- ${text}`), '']),
      '| place | expects | samples |',
      '|---|---|--:|',
      ...one.evidence.map(
        ({ place, expects, samples }) => `| \`${place}\` | ${expects} | ${samples} |`,
      ),
      '',
    ]),
  ];
}

import type { Failure } from './responsible.ts';

/** For people: a block for each failure. */
export function renderFailures(failures: readonly Failure[]): string {
  if (failures.length === 0) return 'no span failed';
  return failures.map(block).join('\n\n');
}

function block(failure: Failure): string {
  const { traces, traceId, path, owner, caller, callerOwner } = failure;
  return [
    `${headline(failure)}`,
    `  traces    ${traces}, such as ${traceId}`,
    `  path      ${path.join(' > ') || 'no span names its service'}`,
    ...(caller === null
      ? []
      : [`  asked by  ${caller} (${callerOwner ?? 'no owner in ashlar.yaml'})`]),
    `  contract  ${contractText(failure)}`,
    `  owner     ${owner ?? `nobody in ashlar.yaml answers for ${subject(failure)}`}`,
  ].join('\n');
}

const subject = ({ kind, caller, service }: Failure): string =>
  (kind === 'store' ? caller : service) ?? 'it';

function headline(failure: Failure): string {
  const { kind, caller, service, request, span, status, error } = failure;
  const what = request === null ? span : `${request.method} ${request.path}`;
  const said = [status, error].filter((one) => one !== null).join(' ');
  const why = said === '' ? '' : `: ${said}`;
  const who = service ?? 'an unnamed service';
  switch (kind) {
    case 'inside':
      return `${who} failed in ${what}${why}`;
    case 'refused':
      return `${who} answered ${what} of ${caller ?? 'an unnamed caller'} with what that takes for a failure${why}`;
    case 'unanswered':
      return `${who} did not answer ${what} of ${caller ?? 'an unnamed caller'}${why}`;
    case 'store':
      return `${who} failed ${caller ?? 'an unnamed caller'} in ${what}${why}`;
  }
}

function contractText({ contract, kind }: Failure): string {
  const { state, consumer, provider } = contract;
  const pair = `${consumer} -> ${provider}`;
  switch (state) {
    case 'covered':
      return `${pair} has it: ashlar verify --provider ${provider}`;
    case 'missing':
      if (consumer === null) return `no pact with ${provider} has an interaction for it`;
      return kind === 'refused'
        ? `${pair} has no interaction for it: ${consumer} asks what was never agreed`
        : `${pair} has no interaction for it`;
    case 'none':
      return consumer === null ? `nobody has a pact with ${provider}` : `there is no pact ${pair}`;
    case 'unknown':
      return kind === 'store' ? 'none: a store is in no pact' : 'unknown: no span names both sides';
  }
}

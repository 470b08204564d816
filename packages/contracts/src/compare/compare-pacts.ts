import type { ApiDocument } from '../openapi/document.ts';
import { memberOf, stringMember } from '../openapi/node.ts';
import { Routes } from '../openapi/routes.ts';
import { type Interaction, readInteractions } from '../pact/interactions.ts';
import { compareHttp } from './compare-http.ts';
import { compareMessages } from './compare-messages.ts';
import { type Context, reporter } from './context.ts';
import type { CompareOptions, Comparison, ComparisonFinding, PactDocument } from './model.ts';

/**
 * Is everything the consumers expect inside what the provider's description allows? Findings come in
 * the order of the pacts and their interactions.
 */
export function comparePacts(
  pacts: readonly PactDocument[],
  document: ApiDocument,
  options: CompareOptions = {},
): Comparison {
  const compare = comparison(document, options);
  const findings: ComparisonFinding[] = [];
  let interactions = 0;
  let skipped = 0;
  for (const pact of pacts) {
    const party = {
      source: pact.source,
      consumer: stringMember(memberOf(pact.value, 'consumer'), 'name') ?? '',
      provider: stringMember(memberOf(pact.value, 'provider'), 'name') ?? '',
    };
    for (const interaction of readInteractions(pact.value)) {
      interactions += 1;
      const report = reporter(party, interaction, options, findings);
      if (!compare({ document, options, interaction, report })) skipped += 1;
    }
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return {
    schemaVersion: 1,
    compatible: errors === 0,
    document: document.source,
    findings,
    stats: {
      pacts: pacts.length,
      interactions,
      skipped,
      errors,
      warnings: findings.length - errors,
    },
  };
}

/** Compares one interaction; false if the document has nothing to say about its kind. */
type Compare = (context: Context & { readonly interaction: Interaction }) => boolean;

function comparison(document: ApiDocument, options: CompareOptions): Compare {
  if (document.kind === 'asyncapi-3') {
    return (context) => {
      if (context.interaction.kind !== 'message') return false;
      compareMessages(context, context.interaction);
      return true;
    };
  }
  const routes = new Routes(document, options);
  return (context) => {
    if (context.interaction.kind !== 'http') return false;
    compareHttp(context, context.interaction, routes);
    return true;
  };
}

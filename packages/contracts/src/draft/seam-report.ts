import type { SeamDraft } from './draft-seam.ts';
import { exampleOf } from './schema-example.ts';
import type { SeamDocument, SeamDocumentOperation } from './seam.ts';

const VERDICT_WORDS = {
  safe: 'safe: crosses as it is',
  'needs-codec': 'needs a codec: something has to be converted, and can be',
  'needs-decision': 'needs a decision: what crosses is not said by the types',
  cannot: 'cannot cross: the operation has to change first',
} as const;

type Verdict = keyof typeof VERDICT_WORDS;

/** What can cross and what cannot, with sites; the worst last, since it takes longest. */
export function renderSeamText({ domain, operations }: SeamDocument): string {
  const lines = [
    `The seam of ${domain}: ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`,
  ];
  for (const verdict of Object.keys(VERDICT_WORDS) as Verdict[]) {
    const some = operations.filter((one) => one.verdict === verdict);
    if (some.length === 0) continue;
    lines.push('', `${VERDICT_WORDS[verdict]} (${some.length})`);
    for (const one of some) lines.push(...operationLines(one));
  }
  return `${lines.join('\n')}\n`;
}

function operationLines({ name, file, line, reasons }: SeamDocumentOperation): readonly string[] {
  return [
    `  ${name}  (${file}:${line})`,
    ...reasons.map(({ where, text, sites }) => {
      const [first, ...more] = sites;
      const at =
        first === undefined
          ? ''
          : `  (${first.file}:${first.line}${more.length === 0 ? '' : ` and ${more.length} more`})`;
      return `    ${where === '' ? '' : `${where}: `}${text}${at}`;
    }),
  ];
}

/**
 * A Vitest file whose requests and answers have the types of the monolith's own operations, as they are
 * on the wire. `importFrom` leads from the file to the codebase.
 */
export function renderPactSkeleton(
  draft: SeamDraft,
  seam: SeamDocument,
  importFrom: string,
): string {
  const tests = draft.crossing.map(({ path, operation }) => {
    const wire = `Wire<Operation${draft.crossing.findIndex((one) => one.path === path) + 1}>`;
    const sent = operation.parameters.map(({ schema }) => exampleOf(schema, seam.$defs).example);
    const answer =
      operation.result === null ? undefined : exampleOf(operation.result, seam.$defs).example;
    const names = operation.parameters.map(({ name }) => name);
    return `
it.todo(${JSON.stringify(`${operation.name}: ${operation.verdict}`)}, async () => {
  const [${names.join(', ')}]: ${wire}['request'] = ${JSON.stringify(sent)};
${answer === undefined ? '' : `  const answer: ${wire}['answer'] = ${JSON.stringify(answer)};\n`}  await pact
    .addInteraction()
    .given(${JSON.stringify(`data for "POST ${path}"`)})
    .uponReceiving(${JSON.stringify(`POST ${path}`)})
    .withRequest('POST', ${JSON.stringify(path)}, (builder) => builder.jsonBody({ ${names.join(', ')} }))
    .willRespondWith(${answer === undefined ? '204' : '200, (builder) => builder.jsonBody(matchers.like(answer))'})
    .executeTest(async (server) => {
      // Call your client with server.url here, and expect what it makes of the answer.
    });
});`;
  });
  const types = draft.crossing.map(
    ({ operation }, at) => `type Operation${at + 1} = ${typeOf(operation, importFrom)};`,
  );
  return `import { createPact, matchers } from '@ashlar/contracts/vitest';
import { it } from 'vitest';

/** A value of the monolith as it is in JSON. */
type Json<T> = T extends Date | bigint | URL
  ? string
  : T extends ReadonlyMap<infer K, infer V>
    ? [Json<K>, Json<V>][]
    : T extends ReadonlySet<infer E>
      ? Json<E>[]
      : T extends (...parameters: never[]) => unknown
        ? never
        : T extends object
          ? { [K in keyof T]: Json<T[K]> }
          : T;
type Wire<F extends (...parameters: never[]) => unknown> = {
  request: Json<Parameters<F>>;
  answer: Json<Awaited<ReturnType<F>>>;
};

${types.join('\n')}

const pact = createPact({ consumer: ${JSON.stringify(draft.consumer)}, provider: ${JSON.stringify(draft.domain)} });
${tests.join('\n')}
`;
}

function typeOf({ name, file }: SeamDocumentOperation, importFrom: string): string {
  const [first = '', member] = name.split('.');
  const module = `import(${JSON.stringify(`${importFrom}/${file}`)})`;
  return member === undefined ? `typeof ${module}.${first}` : `${module}.${first}['${member}']`;
}

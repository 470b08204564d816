import type { SeamDraft } from './draft-seam.ts';
import type { SeamDocument, SeamDocumentOperation } from './seam.ts';
import { answersOf, type SeamAnswer } from './seam-answers.ts';
import { templateCode } from './template-code.ts';

/**
 * A Vitest file whose requests and answers are checked against the types of the monolith's own operations,
 * as they are on the wire. `importFrom` leads from the file to the codebase.
 */
export function renderPactSkeleton(
  draft: SeamDraft,
  seam: SeamDocument,
  importFrom: string,
): string {
  const operations = draft.crossing.map(({ path, operation }, index) => ({
    path,
    operation,
    type: `Operation${index + 1}`,
    // Where the types do not say what crosses, they cannot be what it is checked against.
    isTyped:
      operation.exported !== 'not' &&
      (operation.verdict === 'safe' || operation.verdict === 'needs-codec'),
  }));
  const typed = operations.filter(({ isTyped }) => isTyped);
  const tests = operations.flatMap((one) =>
    answersOf(one.operation, seam.$defs).map((answer) => testOf(one, answer, seam)),
  );
  const code = tests.join('\n');
  const matchers = MATCHERS.filter((name) => new RegExp(`\\b${name}\\(`).test(code));
  return [
    `import { createPact${matchers.length > 0 ? ', matchers' : ''}${typed.length > 0 ? ', template' : ''} } from '@ashlar/contracts/vitest';`,
    "import { test } from 'vitest';",
    '',
    ...(typed.length > 0 ? [TYPES, ''] : []),
    ...typed.flatMap(({ type, operation }) => [
      `type ${type} = ${typeOf(operation, importFrom)};`,
      ...(operation.parameters.length === 0
        ? []
        : [`const request${numberOf(type)} = template<${requestType(type, operation)}>();`]),
      ...(operation.result === null
        ? []
        : [`const answer${numberOf(type)} = template<Answer<${type}>>();`]),
    ]),
    ...(typed.length > 0 ? [''] : []),
    `const pact = createPact({ consumer: ${quoted(draft.consumer)}, provider: ${quoted(draft.domain)} });`,
    ...(matchers.length > 0 ? [`const { ${matchers.join(', ')} } = matchers;`] : []),
    code,
  ].join('\n');
}

const MATCHERS = [
  'boolean',
  'eachKeyLike',
  'eachLike',
  'integer',
  'iso8601DateTimeWithMillis',
  'nullable',
  'number',
  'oneOf',
  'optional',
  'regex',
  'string',
] as const;

const TYPES = `/** A value of the monolith as it is in JSON. */
type Json<T> = T extends Date | bigint | URL
  ? string
  : T extends string
    ? \`\${T}\`
    : T extends number
      ? \`\${T}\` extends \`\${infer N extends number}\`
        ? N
        : number
      : T extends ReadonlyMap<infer K, infer V>
        ? [Json<K>, Json<V>][]
        : T extends ReadonlySet<infer E>
          ? Json<E>[]
          : T extends Uint8Array
            ? string
            : T extends (...parameters: never[]) => unknown
              ? never
              : T extends object
                ? { [K in keyof T]: Json<T[K]> }
                : T;
/** Undefined is another status, not another body. */
type Answer<F extends (...parameters: never[]) => unknown> = Json<
  Exclude<Awaited<ReturnType<F>>, undefined>
>;`;

interface SkeletonOperation {
  readonly path: string;
  readonly operation: SeamDocumentOperation;
  readonly type: string;
  readonly isTyped: boolean;
}

function testOf(
  { path, operation, type, isTyped }: SkeletonOperation,
  { status, variant, schema }: SeamAnswer,
  seam: SeamDocument,
): string {
  const description = `POST ${path} answers ${status}${variant === '' ? '' : ` ${variant}`}`;
  const parameters = operation.parameters.flatMap(({ name, required, schema: one }) => {
    const code = templateCode(one, seam.$defs);
    return code === undefined ? [] : `${name}: ${required ? code : `optional(${code})`}`;
  });
  const request = operation.parameters.length === 0 ? undefined : `{ ${parameters.join(', ')} }`;
  const answer = schema === undefined ? undefined : (templateCode(schema, seam.$defs) ?? '{}');
  const checked = (kind: string, code: string) =>
    isTyped ? `${kind}${numberOf(type)}(${code})` : code;
  return `
// ${operation.name} (${operation.file}:${operation.line}): ${operation.verdict}
${operation.reasons.map(({ where, text }) => `// ${where === '' ? '' : `${where}: `}${text}\n`).join('')}test.todo(${quoted(description)}, () =>
  pact.http(
    {
      given: ${quoted(`data for "${description}"`)},
      uponReceiving: ${quoted(description)},
      withRequest: {
        method: 'POST',
        path: ${quoted(path)},${request === undefined ? '' : `\n        body: ${checked('request', request)},`}
      },
      willRespondWith: { status: ${status}${answer === undefined ? '' : `, body: ${checked('answer', answer)}`} },
    },
    async (_server, _example) => {
      // Call your client with the server's url here, and expect what it makes of the answer.
    },
  ),
);
`;
}

function requestType(type: string, { parameters }: SeamDocumentOperation): string {
  const members = parameters.map(
    ({ name, required }, index) =>
      `${name}${required ? '' : '?'}: Json<${required ? '' : 'NonNullable<'}Parameters<${type}>[${index}]>${required ? '' : '>'}`,
  );
  return `{ ${members.join('; ')} }`;
}

function typeOf({ name, file, exported }: SeamDocumentOperation, importFrom: string): string {
  const [declared = '', member] = name.split('.');
  const first = exported === 'as-default' ? 'default' : declared;
  const module = `import(${quoted(`${importFrom}/${file}`)})`;
  return member === undefined ? `typeof ${module}.${first}` : `${module}.${first}['${member}']`;
}

function numberOf(type: string): string {
  return type.replace(/\D/g, '');
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

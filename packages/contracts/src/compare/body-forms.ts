import { essenceOf, isJson } from '../openapi/media-type.ts';
import type { DocumentNode } from '../openapi/node.ts';
import type { MediaContent, MemberEncoding, Serialization } from '../openapi/operation.ts';
import type { Shape } from '../openapi/schema/shape.ts';
import { parseQueryString, type QueryPair } from '../pact/query-string.ts';
import type { Context } from './context.ts';
import { queryValues } from './query-values.ts';
import { shape } from './request-parameters.ts';

const FORM: Serialization = { style: 'form', explode: true };
const DEEP: Serialization = { style: 'deepObject', explode: true };

/** What a document says about a form. */
interface Form {
  readonly schema: DocumentNode;
  readonly encoding?: MediaContent['encoding'];
}

/** A form as the object its schema describes; what is no text is taken as that object already. */
export function readForm(
  context: Context,
  form: Form,
  contentType: string,
  body: unknown,
): unknown {
  if (typeof body !== 'string') return body;
  const pairs =
    essenceOf(contentType) === 'multipart/form-data'
      ? readMultipart(body, contentType)
      : parseQueryString(body);
  return formValue(context, form, pairs);
}

/** The pairs of a form or of a query, taken together as one object. */
export function formValue(
  context: Context,
  { schema, encoding }: Form,
  pairs: readonly QueryPair[],
): unknown {
  const whole = shape(context, schema);
  const names = new Set(pairs.map(([name]) => name.replace(/[[.].*$/, '')));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      memberValue(pairs, name, whole.member(name), encoding?.get(name)),
    ]),
  );
}

function memberValue(
  pairs: readonly QueryPair[],
  name: string,
  member: Shape,
  encoding: MemberEncoding | undefined,
): unknown {
  const isNested = pairs.some(([key]) => key.startsWith(`${name}[`) || key.startsWith(`${name}.`));
  const serialization =
    isNested && member.types?.has('object') ? DEEP : (encoding?.serialization ?? FORM);
  const [value] = queryValues(pairs, { name, serialization }, member)?.values ?? [];
  if (encoding?.serialization !== undefined) return value;
  return isJson(encoding?.contentType ?? 'application/json') ? withJson(value, member) : value;
}

/** Objects, alone or in a list, are written as JSON unless a form says otherwise (Encoding Object). */
function withJson(value: unknown, member: Shape): unknown {
  if (Array.isArray(value)) {
    return value.map((element, index) => withJson(element, member.elements(index)));
  }
  const isText = typeof value === 'string' && member.types?.has('string') !== true;
  if (!isText || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** RFC 7578: the parts of a body whose boundary is in the content type. */
function readMultipart(body: string, contentType: string): readonly QueryPair[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  const delimiter = boundary === undefined ? /^--(\S+)/.exec(body)?.[1] : boundary;
  if (delimiter === undefined) return [];
  return body.split(`--${delimiter}`).flatMap((part): QueryPair[] => {
    const match = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)\r?\n?$/.exec(part);
    const name = /(?:^|[;\s])name="([^"]*)"/i.exec(match?.[1] ?? '')?.[1];
    return name === undefined ? [] : [[name, match?.[2] ?? '']];
  });
}

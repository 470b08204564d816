import { essenceOf } from '../openapi/media-type.ts';
import type { DocumentNode } from '../openapi/node.ts';
import type { Serialization } from '../openapi/operation.ts';
import { parseQueryString, type QueryPair } from '../pact/query-string.ts';
import type { Context } from './context.ts';
import { queryValues } from './query-values.ts';
import { shape } from './request-parameters.ts';

const FORM: Serialization = { style: 'form', explode: true };

/** A form as the object its schema describes; what is no text is taken as that object already. */
export function readForm(
  context: Context,
  schema: DocumentNode,
  contentType: string,
  body: unknown,
): unknown {
  if (typeof body !== 'string') return body;
  const pairs =
    essenceOf(contentType) === 'multipart/form-data'
      ? readMultipart(body, contentType)
      : parseQueryString(body);
  return formValue(context, schema, pairs);
}

/** The pairs of a form or of a query, taken together as one object. */
export function formValue(
  context: Context,
  schema: DocumentNode,
  pairs: readonly QueryPair[],
): unknown {
  const form = shape(context, schema);
  const names = new Set(pairs.map(([name]) => name.replace(/[[.].*$/, '')));
  return Object.fromEntries(
    [...names].map((name) => {
      const member = form.member(name);
      const nested = pairs.some(
        ([key]) => key.startsWith(`${name}[`) || key.startsWith(`${name}.`),
      );
      const serialization =
        nested && member.types?.has('object')
          ? ({ style: 'deepObject', explode: true } as const)
          : FORM;
      return [name, queryValues(pairs, { name, serialization }, member)?.values[0]];
    }),
  );
}

/** RFC 7578: the parts of a body whose boundary is in the content type. */
function readMultipart(body: string, contentType: string): readonly QueryPair[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  const delimiter = boundary === undefined ? /^--(\S+)/.exec(body)?.[1] : boundary;
  if (delimiter === undefined) return [];
  return body.split(`--${delimiter}`).flatMap((part): QueryPair[] => {
    const match = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)\r?\n?$/.exec(part);
    const name = /name="([^"]*)"/i.exec(match?.[1] ?? '')?.[1];
    return name === undefined ? [] : [[name, match?.[2] ?? '']];
  });
}

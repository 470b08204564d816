import type { ValidateFunction } from 'ajv/dist/2020.js';
import { readMultipart, readUrlEncoded } from './form-body.ts';
import { formShape, formValue } from './form-shape.ts';
import { type ReadBody, readJsonBody } from './json-body.ts';
import { isObject } from './normalise.ts';

/** How a body of one media type is read, and what it is held to. */
export interface BodyCheck {
  readonly form: boolean;
  readonly validate: ValidateFunction;
  read(bytes: Buffer, contentType: string): ReadBody;
}

/** `application/json`, and what ends in `+json` (RFC 6839 3.1). */
export function isJson(type: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json[ \t]*(?:;|$)/i.test(type);
}

/**
 * @param media the Media Type Object
 * @returns undefined for what is not looked into
 */
export function bodyCheck(
  document: Record<string, unknown>,
  type: string,
  media: unknown,
  compile: () => ValidateFunction,
): BodyCheck | undefined {
  if (!isObject(media) || !isObject(media.schema)) return undefined;
  if (isJson(type))
    return { form: false, validate: compile(), read: (bytes) => readJsonBody(bytes) };
  const fieldsOf = FORMS[type.toLowerCase().split(';', 1)[0]?.trim() ?? ''];
  const shape = fieldsOf === undefined ? undefined : formShape(document, media);
  if (fieldsOf === undefined || shape === undefined) return undefined;
  return {
    form: true,
    validate: compile(),
    read: (bytes, contentType) => {
      const read = fieldsOf(bytes, contentType);
      return read.ok ? formValue(shape, read.fields) : read;
    },
  };
}

const FORMS: Readonly<Record<string, typeof readMultipart>> = {
  'application/x-www-form-urlencoded': readUrlEncoded,
  'multipart/form-data': readMultipart,
};

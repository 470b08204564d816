export type Severity = 'error' | 'warning';

export interface CodeText {
  readonly severity: Severity;
  readonly suggestion: string;
  /** An open promise: `strict` makes it an error. */
  readonly promise?: true;
}

/** Stable: scripts and annotations rely on them. */
export type ComparisonCode =
  | 'document.reference.unresolved'
  | 'message.content-type.different'
  | 'message.headers.incompatible'
  | 'message.headers.wider'
  | 'message.no.match'
  | 'message.operation.unknown'
  | 'message.payload.incompatible'
  | 'message.payload.may-be-absent'
  | 'message.payload.may-be-null'
  | 'message.payload.unknown'
  | 'message.payload.unvalidatable'
  | 'message.payload.wider'
  | 'message.references.missing'
  | 'message.reply.missing'
  | 'message.response.missing'
  | 'request.accept.incompatible'
  | 'request.accept.unknown'
  | 'request.authorization.cookie-missing'
  | 'request.authorization.missing'
  | 'request.body.incompatible'
  | 'request.body.read-only'
  | 'request.body.unknown'
  | 'request.body.unvalidatable'
  | 'request.body.wider'
  | 'request.content-type.incompatible'
  | 'request.content-type.missing'
  | 'request.content-type.unknown'
  | 'request.cookie.incompatible'
  | 'request.header.incompatible'
  | 'request.header.unknown'
  | 'request.header.wider'
  | 'request.path-or-method.unknown'
  | 'request.query.incompatible'
  | 'request.query.unknown'
  | 'request.query.unvalidatable'
  | 'request.query.wider'
  | 'response.body.incompatible'
  | 'response.body.may-be-absent'
  | 'response.body.may-be-null'
  | 'response.body.unknown'
  | 'response.body.unvalidatable'
  | 'response.body.wider'
  | 'response.content-type.incompatible'
  | 'response.content-type.unknown'
  | 'response.header.incompatible'
  | 'response.header.undefined'
  | 'response.header.unknown'
  | 'response.header.wider'
  | 'response.status.default'
  | 'response.status.unknown';

const ALIGN_REQUEST = 'Let the consumer send what the document accepts, or extend the document.';
const ALIGN_RESPONSE = 'Let the consumer expect what the document offers, or extend the document.';

/**
 * Every code of a comparison. Those without `may-be`, `wider`, `cookie`, `read-only` and `document`
 * are the ones that openapi-pact-comparator and swagger-mock-validator use too.
 */
export const COMPARISON_CODES: Readonly<Record<ComparisonCode, CodeText>> = {
  'document.reference.unresolved': {
    severity: 'error',
    suggestion:
      'Correct the reference; other files are looked up next to the document, never fetched.',
  },
  'message.content-type.different': {
    severity: 'warning',
    suggestion:
      'Let the consumer expect the media type that the document names, or correct the document.',
  },
  'message.headers.incompatible': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'message.headers.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Let the consumer accept every value the document allows, or narrow the document.',
  },
  'message.no.match': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'message.operation.unknown': {
    severity: 'error',
    suggestion: 'Name an operation of the document in comments.references.AsyncAPI.operationId.',
  },
  'message.payload.incompatible': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'message.payload.may-be-absent': {
    severity: 'warning',
    promise: true,
    suggestion: 'Make it required in the document, or let the consumer do without it.',
  },
  'message.payload.may-be-null': {
    severity: 'warning',
    promise: true,
    suggestion: 'Rule null out in the document, or add an interaction in which it is null.',
  },
  'message.payload.unknown': {
    severity: 'warning',
    suggestion: 'Describe the payload of the message in the document.',
  },
  'message.payload.unvalidatable': {
    severity: 'warning',
    suggestion: 'Only JSON can be compared; check this payload in a test of the provider.',
  },
  'message.payload.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Let the consumer accept every value the document allows, or narrow the document.',
  },
  'message.references.missing': {
    severity: 'error',
    suggestion: 'Set comments.references.AsyncAPI.operationId to an operation of the document.',
  },
  'message.reply.missing': {
    severity: 'error',
    suggestion: 'Declare the reply of the operation in the document.',
  },
  'message.response.missing': {
    severity: 'warning',
    suggestion: 'Expect at least one response in the pact.',
  },
  'request.accept.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.accept.unknown': {
    severity: 'warning',
    suggestion: 'Declare the media types of the responses in the document.',
  },
  'request.authorization.cookie-missing': {
    severity: 'warning',
    promise: true,
    suggestion: 'Send the cookie, unless a browser or a proxy adds it on the way.',
  },
  'request.authorization.missing': {
    severity: 'error',
    suggestion: 'Send the credentials that the operation asks for; any value will do in a pact.',
  },
  'request.body.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.body.read-only': {
    severity: 'warning',
    suggestion: 'Leave the field out of the request: the provider sets it.',
  },
  'request.body.unknown': {
    severity: 'warning',
    suggestion: 'Describe the request body in the document, or send none.',
  },
  'request.body.unvalidatable': {
    severity: 'warning',
    suggestion: 'Only JSON and forms can be compared; check this body in a test of the provider.',
  },
  'request.body.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Match only values that the document accepts, such as a regex over its enum.',
  },
  'request.content-type.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.content-type.missing': {
    severity: 'warning',
    suggestion: 'Send a Content-Type with the body.',
  },
  'request.content-type.unknown': {
    severity: 'warning',
    suggestion: 'Declare the request body and its media types in the document.',
  },
  'request.cookie.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.header.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.header.unknown': {
    severity: 'warning',
    suggestion: 'Declare the header in the document, or do not send it.',
  },
  'request.header.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Match only values that the document accepts, such as a regex over its enum.',
  },
  'request.path-or-method.unknown': {
    severity: 'error',
    suggestion: 'Correct the path or method in the pact, or add the operation to the document.',
  },
  'request.query.incompatible': { severity: 'error', suggestion: ALIGN_REQUEST },
  'request.query.unknown': {
    severity: 'warning',
    suggestion: 'Declare the parameter in the document, or do not send it.',
  },
  'request.query.unvalidatable': {
    severity: 'warning',
    suggestion: 'Send the parameter in the media type that the document declares.',
  },
  'request.query.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Match only values that the document accepts, such as a regex over its enum.',
  },
  'response.body.incompatible': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'response.body.may-be-absent': {
    severity: 'warning',
    promise: true,
    suggestion: 'Make it required in the document, or let the consumer do without it.',
  },
  'response.body.may-be-null': {
    severity: 'warning',
    promise: true,
    suggestion: 'Rule null out in the document, or add an interaction in which it is null.',
  },
  'response.body.unknown': {
    severity: 'error',
    suggestion: 'Describe the response body in the document, or expect none.',
  },
  'response.body.unvalidatable': {
    severity: 'warning',
    suggestion: 'Only JSON can be compared; check this body in a test of the provider.',
  },
  'response.body.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Let the consumer accept every value the document allows, or narrow the document.',
  },
  'response.content-type.incompatible': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'response.content-type.unknown': {
    severity: 'warning',
    suggestion: 'Declare the media types of the response in the document.',
  },
  'response.header.incompatible': { severity: 'error', suggestion: ALIGN_RESPONSE },
  'response.header.undefined': {
    severity: 'warning',
    suggestion: 'Declare the header in the document if the consumer depends on it.',
  },
  'response.header.unknown': {
    severity: 'error',
    suggestion: 'Declare the header in the document, or do not expect it.',
  },
  'response.header.wider': {
    severity: 'warning',
    promise: true,
    suggestion: 'Let the consumer accept every value the document allows, or narrow the document.',
  },
  'response.status.default': {
    severity: 'warning',
    suggestion: 'Declare the status by itself: `default` says nothing about when it comes.',
  },
  'response.status.unknown': {
    severity: 'error',
    suggestion: 'Declare the status in the document, or expect one that it has.',
  },
};

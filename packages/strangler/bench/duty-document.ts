/** What the duty of validation is measured with: one order in three forms, and the document that it fits. */

export const BODY = JSON.stringify({
  sku: 'SKU-1',
  quantity: 3,
  note: 'x'.repeat(120),
  lines: [{ sku: 'SKU-2' }, { sku: 'SKU-3' }],
});
const FORM = `sku=SKU-1&quantity=3&note=${'x'.repeat(120)}&lines=%7B%22sku%22%3A%22SKU-2%22%7D`;
const PART = '--b\r\nContent-Disposition: form-data; name=';
const MULTIPART = `${PART}"sku"\r\n\r\nSKU-1\r\n${PART}"quantity"\r\n\r\n3\r\n${PART}"note"; filename="n"\r\n\r\n${'x'.repeat(120)}\r\n--b--\r\n`;
export const FORMS = [
  ['a form', 'application/x-www-form-urlencoded', FORM],
  ['a multipart form', 'multipart/form-data; boundary=b', MULTIPART],
] as const;
const ORDER = {
  type: 'object',
  required: ['sku', 'quantity'],
  properties: {
    sku: { type: 'string', pattern: '^SKU-\\d+$' },
    quantity: { type: 'integer', minimum: 1 },
    note: { type: 'string', maxLength: 500 },
    lines: { type: 'array', items: { type: 'object', required: ['sku'] } },
  },
};
export const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/api/1k': {
      post: {
        requestBody: {
          content: {
            'application/json': { schema: ORDER },
            'application/x-www-form-urlencoded': { schema: ORDER },
            'multipart/form-data': { schema: ORDER },
          },
        },
      },
    },
  },
};

import { describe, expect, it } from 'vitest';
import { type JsonValue, parseJson } from '../../src/pact/lossless-json.ts';
import { Redactor } from '../../src/redaction/redactor.ts';
import { exchange } from '../draft/traffic.ts';

function redactedBody(value: JsonValue, fields?: readonly string[]): unknown {
  const { response } = new Redactor({ fields }).redact(exchange('GET', '/x', 200, value));
  return response.body?.kind === 'json'
    ? JSON.parse(JSON.stringify(response.body.value))
    : undefined;
}

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMiJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('values that give themselves away', () => {
  const mask = '[redacted]';
  it.each([
    ['an address', 'anna.lopez+shop@granite.example', 'redacted@example.com'],
    [
      'an address in a sentence',
      'sent to anna@granite.example today',
      'sent to redacted@example.com today',
    ],
    ['an international address', 'jörg@müller.example', mask],
    ['a JSON Web Token', jwt, mask],
    ['a token in a sentence', `token ${jwt} expired`, `token ${mask} expired`],
    ['a bearer', 'Bearer abc123def456', `Bearer ${mask}`],
    ['a card', '4111111111111111', '0000000000000000'],
    ['a card in groups', 'paid with 5500 0000 0000 0004', 'paid with 0000 0000 0000 0000'],
    ['a card with hyphens', '3782-822463-10005', '0000-000000-00000'],
    ['no card, by its check digit', '4111111111111112', '4111111111111112'],
    ['no card but a time stamp', '1700000000008', '1700000000008'],
    ['an IBAN', 'DE89370400440532013000', mask],
    ['an IBAN in groups', 'GB82 WEST 1234 5698 7654 32', mask],
    ['no IBAN, by its check digits', 'DE00370400440532013000', 'DE00370400440532013000'],
    ['a phone number', '+49 (30) 901820-12', '+00 (00) 000000-00'],
    ['a phone number without plus', '(030) 901820', '(000) 000000'],
    ['an American one', 'call 555-123-4567', 'call 000-000-0000'],
    ['a social security number', '123-45-6789', '000-00-0000'],
    ['a key of Stripe', 'sk_live_abcdef0123456789', mask],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE', mask],
    ['a password in an address', 'postgres://shop:hunter2@db/shop', 'postgres://db/shop'],
    [
      'a password in a query',
      'https://x.example/login?user=1&password=hunter2',
      `https://x.example/login?user=1&password=${mask}`,
    ],
    ['what only a machine can have made', 'q7Zt0PfLx9Ks3VbNw2RmHy8T', mask],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', mask],
    ['JSON inside a text', '{"password":"hunter2"}', `{"password":"${mask}"}`],
    ['a date', '2026-01-15', '2026-01-15'],
    ['a time', '2026-01-15T10:00:00.000Z', '2026-01-15T10:00:00.000Z'],
    ['a UUID', '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001', '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001'],
    ['a SKU', 'SKU-TEE-BLK-M', 'SKU-TEE-BLK-M'],
    [
      'a digest',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ],
    ['words', 'granite-demo-customer goods', 'granite-demo-customer goods'],
  ])('%s', (_name, text, expected) => {
    expect(redactedBody({ note: text })).toEqual({ note: expected });
  });

  it('finds nothing in its own results', () => {
    const once = redactedBody({
      a: 'anna@x.example',
      b: '4111 1111 1111 1111',
      c: '+49 30 901820',
      d: jwt,
    });
    expect(redactedBody(once as JsonValue)).toEqual(once);
  });
});

describe('values under names that give them away', () => {
  it.each([
    ['password', 'x', '[redacted]'],
    ['newPassword', 'summer', '[redacted]'],
    ['api_key', 'abc', '[redacted]'],
    ['accesstoken', 'abc', '[redacted]'],
    ['X-CSRF-Token', 'abc', '[redacted]'],
    ['pin', 4711, 0],
    ['cvv', '123', '000'],
    ['lastName', 'Lopez', '[redacted]'],
    ['dateOfBirth', '1984-03-02', '1970-01-01'],
    ['email', 'not-an-address', '[redacted]'],
    ['session', '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001', '00000000-0000-4000-8000-000000000000'],
    ['latitude', 52.52, 0.5],
    ['passwordRequired', true, true],
    ['tokenType', 'bearer', 'bearer'],
    ['shipping', 'standard', 'standard'],
    ['spinner', 'x', 'x'],
    ['status', 'held', 'held'],
    ['name', 'Iron pan', 'Iron pan'],
  ])('%s', (name, value, expected) => {
    expect(redactedBody({ [name]: value })).toEqual({ [name]: expected });
  });

  it.each([
    ['beside an address', { name: 'Anna Lopez', email: 'anna@x.example' }, '[redacted]'],
    ['beside a phone', { phone: '+49 30 901820', name: 'Anna Lopez' }, '[redacted]'],
    ['of a thing', { name: 'Anna Lopez', price: 5 }, 'Anna Lopez'],
  ])('takes a name for that of a person %s', (_where, value, name) => {
    expect(redactedBody(value)).toMatchObject({ name });
  });

  it('takes a name in a form for that of a person', () => {
    const { request } = new Redactor().redact({
      ...exchange('POST', '/x', 204),
      request: {
        ...exchange('POST', '/x', 204).request,
        body: {
          kind: 'form',
          fields: [
            ['name', 'Anna Lopez'],
            ['email', 'anna@x.example'],
          ],
        },
      },
    });
    expect(JSON.stringify(request)).not.toContain('Lopez');
  });

  it('keeps the structure below them', () => {
    expect(
      redactedBody({ credentials: { user: 'anna', roles: ['a', 'b'], level: 3, on: true } }),
    ).toEqual({
      credentials: { user: '[redacted]', roles: ['[redacted]', '[redacted]'], level: 0, on: true },
    });
  });

  it('takes names and paths of the user', () => {
    const value = { order: { notes: [{ text: 'ring twice' }], nick: 'Ann' }, text: 'stays' };
    expect(redactedBody(value, ['NICK', '$.order.notes[*].text'])).toEqual({
      order: { notes: [{ text: '[redacted]' }], nick: '[redacted]' },
      text: 'stays',
    });
  });

  it('hides what serves as a name itself, and keeps every member', () => {
    expect(redactedBody({ 'a@x.example': 1, 'b@x.example': 2 })).toEqual({
      'redacted@example.com': 1,
      'redacted@example.com 2': 2,
    });
  });

  it('leaves numbers as they were written', () => {
    const value = parseJson('{"price":1.0,"id":12345678901234567890}');
    const { response } = new Redactor().redact(exchange('GET', '/x', 200, value));
    expect(JSON.stringify(response.body)).toContain('{"price":1.0,"id":12345678901234567890}');
  });
});

describe('an exchange', () => {
  const { request, response } = new Redactor().redact(
    exchange(
      'POST',
      '/password-resets/4fTz81bQ/anna%40granite.example',
      201,
      { message: 'hunter2! is too weak', session: 's-1' },
      {
        query: { apiKey: 'abc', page: '2', who: 'anna@granite.example' },
        headers: {
          authorization: 'Bearer abc.def.ghi-123',
          cookie: 'shop.sid=s%3Aabc; theme=dark',
          'x-tenant': 'acme',
          accept: 'application/json',
        },
        sent: { password: 'hunter2!' },
        responseHeaders: {
          'set-cookie': 'shop.sid=xyz; Path=/; HttpOnly',
          location: 'https://x.example/users/anna@granite.example?token=abc',
          'www-authenticate': 'Bearer realm="anna"',
        },
      },
    ),
  );

  it('has a path without secrets', () => {
    expect(request.path).toBe('/password-resets/%5Bredacted%5D/redacted%40example.com');
  });

  it('has a query without secrets', () => {
    expect(request.query).toEqual([
      ['apiKey', '[redacted]'],
      ['page', '2'],
      ['who', 'redacted@example.com'],
    ]);
  });

  it('keeps of header fields what the protocol needs', () => {
    expect(request.headers).toEqual([
      ['content-type', 'application/json; charset=utf-8'],
      ['authorization', 'Bearer [redacted]'],
      ['cookie', 'shop.sid=[redacted]; theme=[redacted]'],
      ['x-tenant', '[redacted]'],
      ['accept', 'application/json'],
    ]);
    expect(response.headers.slice(1)).toEqual([
      ['set-cookie', 'shop.sid=[redacted]'],
      ['location', 'https://x.example/users/redacted%40example.com?token=%5Bredacted%5D'],
      ['www-authenticate', 'Bearer'],
    ]);
  });

  it('hides a secret wherever it turns up again', () => {
    expect(response.body).toEqual({
      kind: 'json',
      value: { message: '[redacted] is too weak', session: '[redacted]' },
    });
  });

  it('counts what was found', () => {
    const redactor = new Redactor();
    redactor.redact(exchange('GET', '/x', 200, { email: 'a@x.example', note: 'b@x.example' }));
    expect(Object.fromEntries(redactor.counts)).toEqual({ personal: 1, email: 1 });
  });
});

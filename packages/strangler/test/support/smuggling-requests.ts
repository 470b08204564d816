import type { HostileOutcome } from './hostile-requests.ts';

/**
 * More requests that two servers may read differently, after the public descriptions of request
 * smuggling (TE.TE, CL.0, TE.0, chunk extensions, h2c). Outcomes are those of RFC 9110 and 9112,
 * the stricter reading wherever they leave a choice.
 */
type Case = readonly [name: string, raw: string, outcome: HostileOutcome];

const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
const CHUNKED = 'Transfer-Encoding: chunked';

function sent(line: string, fields: readonly string[], body = ''): string {
  return `${[line, 'Host: a', ...fields].join('\r\n')}\r\n\r\n${body}`;
}

function named(
  group: string,
  outcome: HostileOutcome,
  raws: readonly (readonly [string, string])[],
): Case[] {
  return raws.map(([name, raw]) => [`${group}: ${name}`, raw, outcome]);
}

/** What a Transfer-Encoding line looks like, before an empty chunked body. */
function codings(outcome: HostileOutcome, lines: readonly string[]): Case[] {
  return named(
    'coding',
    outcome,
    lines.map((line) => [
      JSON.stringify(line),
      sent('POST / HTTP/1.1', line.split('\r\n'), '0\r\n\r\n'),
    ]),
  );
}

function lengths(outcome: HostileOutcome, lines: readonly string[]): Case[] {
  return named(
    'length',
    outcome,
    lines.map((line) => [JSON.stringify(line), sent('POST / HTTP/1.1', line.split('\r\n'), 'abc')]),
  );
}

function chunks(outcome: HostileOutcome, bodies: readonly string[]): Case[] {
  return named(
    'chunks',
    outcome,
    bodies.map((body) => [JSON.stringify(body), sent('POST / HTTP/1.1', [CHUNKED], body)]),
  );
}

function lines(outcome: HostileOutcome, requestLines: readonly string[]): Case[] {
  return named(
    'line',
    outcome,
    requestLines.map((line) => [JSON.stringify(line), sent(line, [])]),
  );
}

function fields(outcome: HostileOutcome, some: readonly string[]): Case[] {
  return named(
    'field',
    outcome,
    some.map((field) => [JSON.stringify(field), sent('GET / HTTP/1.1', [field])]),
  );
}

function hosts(outcome: HostileOutcome, some: readonly string[]): Case[] {
  return named(
    'host',
    outcome,
    some.map((host) => [JSON.stringify(host), `GET / HTTP/1.1\r\n${host}\r\n\r\n`]),
  );
}

function paths(outcome: HostileOutcome, some: readonly string[]): Case[] {
  return named(
    'path',
    outcome,
    some.map((path) => [path, sent(`GET ${path} HTTP/1.1`, [])]),
  );
}

export const SMUGGLING_REQUESTS: readonly Case[] = [
  ...codings(400, [
    'Transfer-Encoding: "chunked"',
    "Transfer-Encoding: 'chunked'",
    'Transfer-Encoding: chunked\x00',
    'Transfer-Encoding: chunked\x0c',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding: chunkedx',
    'Transfer-Encoding: chunked chunked',
    'Transfer-Encoding: chunked, chunked',
    'Transfer-Encoding: gzip, chunked, chunked',
    'Transfer-Encoding: chunked, gzip',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: gzip',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\ntransfer-encoding: identity',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding\t: chunked',
    '\tTransfer-Encoding: chunked',
    'X: y\r\n\tTransfer-Encoding: chunked',
    'Transfer-Encoding\x00: chunked',
    'Transfer Encoding: chunked',
    'Transfer-Encoding: \xa0chunked',
    'Transfer-Encoding: chunked\xa0',
    'Transfer-Encoding: \x85chunked',
    'Transfer-Encoding: ch\xfcnked',
    'Content-Length: 5\r\nTransfer-Encoding\x0b: chunked',
    'Content-Length: 5\r\nTransfer-Encoding\xff: chunked',
    'Content-Length: 5\r\nTransfer-Encoding: x',
    'Transfer_Encoding: chunked',
    'TRANSFER_ENCODING: chunked',
  ]),
  ...codings(501, ['Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: identity, chunked']),
  ...codings('forwarded', ['Transfer-Encoding:chunked', 'Transfer-Encoding: \t chunked\t ']),
  ...['OPTIONS', 'DELETE', 'HEAD', 'GET', 'PUT'].flatMap((method) =>
    named(`${method} with`, 'forwarded', [
      ['a chunked body', sent(`${method} / HTTP/1.1`, [CHUNKED], '5\r\nGET /\r\n0\r\n\r\n')],
      [
        'a request as its body',
        sent(`${method} / HTTP/1.1`, [`Content-Length: ${HIDDEN.length}`], HIDDEN),
      ],
    ]),
  ),
  ...lengths(400, [
    'Content-Length: 3, 4',
    'Content-Length: 3;',
    'Content-Length: "3"',
    'Content-Length: 1_0',
    'Content-Length: 0o3',
    'Content-Length: 3\x00',
    'Content-Length: NaN',
    'Content-Length: 3 ,',
    `Content-Length: ${'0'.repeat(30)}3`,
    'Content-Length\x00: 3',
    'Content-Length: 3\r\nContent-Length : 4',
    'Content-Length: 3\r\nContent-Length:',
    'Content-Length: 3\r\ncontent-length: 3',
    'Content-Length: 3\r\nContent_Length: 4',
    'Content Length: 3\r\nContent-Length: 3',
  ]),
  ...lengths('forwarded', ['Content-Length:3', 'Content-Length: 3\t', 'content-LENGTH: 3']),
  ...chunks(400, [
    '0x3\r\nabc\r\n0\r\n\r\n',
    '3h\r\nabc\r\n0\r\n\r\n',
    '3\x00\r\nabc\r\n0\r\n\r\n',
    '3 ;a=b\r\nabc\r\n0\r\n\r\n',
    '3;a b\r\nabc\r\n0\r\n\r\n',
    '3;a="b\x00"\r\nabc\r\n0\r\n\r\n',
    'FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n',
    '8000000000000000\r\nabc\r\n0\r\n\r\n',
    '\r\n3\r\nabc\r\n0\r\n\r\n',
    '3\r\nabc\r\r\n0\r\n\r\n',
    '3\nabc\n0\n\n',
    '3\rabc\r\n0\r\n\r\n',
    '3\r\nabc\r\n0\r\nX\r\n\r\n',
    '3\r\nabc\r\n0\r\n: x\r\n\r\n',
    '3\r\nabc\r\n0\r\nX : 1\r\n\r\n',
    '3\r\nabc\r\n0\r\nX: \x01\r\n\r\n',
    '0 \r\n\r\n',
    '-0\r\n\r\n',
    '0x0\r\n\r\n',
    '3,\r\nabc\r\n0\r\n\r\n',
    '3.0\r\nabc\r\n0\r\n\r\n',
  ]),
  ...chunks('forwarded', [
    '3;a="b"\r\nabc\r\n0\r\n\r\n',
    '3;a="b\\"c"\r\nabc\r\n0\r\n\r\n',
    '3;a=b;c=d\r\nabc\r\n0\r\n\r\n',
    '11\r\n0\r\n\r\nGET / HTTP/1\r\n0\r\n\r\n',
    '0\r\nConnection: x\r\nAuthorization: y\r\n\r\n',
    '0\r\nX: \xe9\r\n\r\n',
  ]),
  ...chunks('answered, then 400', ['0\r\n\r\nX\r\n\r\n', '3\r\nabc\r\n0\r\n\r\n0\r\n\r\n']),
  ...chunks('both answered', [`0\r\n\r\n${HIDDEN}`, `0\r\nX: 1\r\n\r\n\r\n${HIDDEN}`]),
  ...lines(400, [
    'GET / HTTP/1.',
    'GET / HTTP/11',
    'GET / HTTP/1.1.1',
    'GET / HTTP/1,1',
    'GET / HTTP/+1.1',
    'GET / HTTP/1.1\x00',
    'GET / HTTP /1.1',
    'GET / HTTPS/1.1',
    'GET /\x7f HTTP/1.1',
    'GET /\t HTTP/1.1',
    'GET\x0b/ HTTP/1.1',
    'GET /\x0cHTTP/1.1',
    'G ET / HTTP/1.1',
    '"GET" / HTTP/1.1',
    'GET:/ HTTP/1.1',
    'GET / HTTP/1.1 HTTP/1.1',
    'GET http://a:80/x HTTP/1.1',
    'GET http://a/x#y HTTP/1.1',
    'GET http://a\\x HTTP/1.1',
    'GET http:/a HTTP/1.1',
    'GET https://a@a/x HTTP/1.1',
    'GET http://a:/x HTTP/1.1',
    'GET http://a,b/x HTTP/1.1',
    'GET ?x HTTP/1.1',
    'GET . HTTP/1.1',
    'GET @a/ HTTP/1.1',
    'GET javascript:x HTTP/1.1',
    'OPTIONS *?x HTTP/1.1',
    'PRI * HTTP/1.1',
  ]),
  ...lines(505, ['GET / HTTP/0.9', 'GET / HTTP/2.1', 'GET / HTTP/9.9']),
  ...lines(501, ['CONNECT a HTTP/1.1', 'CONNECT http://a/ HTTP/1.1', 'CONNECT a:443 HTTP/1.0']),
  ...hosts(400, [
    'Host: a\x00',
    'Host: a#',
    'Host: a?b',
    'Host: a\\b',
    'Host: [::1',
    'Host: a:80:80',
    'Host: a:-1',
    'Host : a',
    'Host: a\r\nhost: a',
    'Host: a\r\n Host: b',
    'Host: a\r\nHost: b',
    'Host: <a>',
    'Host: a|b',
    'Host: http://a',
  ]),
  ...hosts('forwarded', ['Host:a', 'Host: a\t', 'host: A.', 'Host: a:', 'HOST: xn--bcher-kva']),
  ...fields(400, [
    'X\x01: 1',
    'X\x80: 1',
    'X@: 1',
    'X/Y: 1',
    'X[0]: 1',
    'X{: 1',
    'X=: 1',
    'X,Y: 1',
    'X;: 1',
    '"X": 1',
    ':path: /x',
    ':method: GET',
    'X: \x1f',
    'X: \x0b',
    'X: a\x00b',
    'Connection: close, X\x00',
  ]),
  ...fields('forwarded', [
    'X~!|: 1',
    'X: \x80\xff',
    `X: ${'a'.repeat(12_000)}`,
    'Connection: "host"',
    'Connection: keep-alive, Via, X-Request-Id, traceparent',
    'Connection: X-Forwarded-Proto, Forwarded, Cookie',
    'Range: bytes=0-,-1',
    'If-None-Match: *',
    'Upgrade: websocket, h2c',
    'Via: 1.1 ashlar, 1.1 ashlar',
    'Ashlar-Shadow: 1',
  ]),
  ...fields(417, ['Expect: 100 continue', 'Expect: 100-continue;x=1']),
  ...named('upgrade', 'forwarded', [
    [
      'to h2c with a body, as some clients do with every request',
      sent(
        'POST / HTTP/1.1',
        [
          'Connection: Upgrade, HTTP2-Settings',
          'Upgrade: h2c',
          'HTTP2-Settings: AA',
          'Content-Length: 3',
        ],
        'abc',
      ),
    ],
    [
      'to h2c among others',
      sent('GET / HTTP/1.1', ['Connection: Upgrade', 'Upgrade: websocket, h2c']),
    ],
    [
      'to h2c in a line of its own',
      sent('GET / HTTP/1.1', ['Connection: Upgrade', 'Upgrade: h2c', 'Upgrade: websocket']),
    ],
    [
      'with a length of none',
      sent('GET / HTTP/1.1', ['Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 0']),
    ],
  ]),
  ...named('expect', 'forwarded', [
    [
      'chunked',
      sent('POST / HTTP/1.1', ['Expect: 100-continue', CHUNKED], '3\r\nabc\r\n0\r\n\r\n'),
    ],
    ['in HTTP/1.0', sent('POST / HTTP/1.0', ['Expect: 100-continue', 'Content-Length: 3'], 'abc')],
  ]),
  ...paths(400, [
    '/shop/../admin',
    '/shop/.%2e/admin',
    '/shop/%2E%2E/admin',
    '/shop/..%2fadmin',
    '/shop/..;/admin',
    '/shop/%2e%2e%2fadmin',
    '/shop/x%5c..%5c..%5cadmin',
    '/%73hop/x',
    '/x/..%00/',
    '/./admin',
    '/x/../admin/',
  ]),
  ...paths('forwarded', [
    '/shop/./x',
    '/shop//x',
    '/SHOP/x',
    '/shop/%7Ex',
    '/shop/a%2Bb',
    '/...',
    '/shop?/../admin',
  ]),
];

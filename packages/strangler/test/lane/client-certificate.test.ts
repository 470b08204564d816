import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CertificateAuthenticator } from '../../src/duties/authentication/certificate.ts';
import { alternativeNames, clientCertificate } from '../../src/lane/client-certificate.ts';

describe('alternative names', () => {
  it.each([
    ['', []],
    ['DNS:a.test', ['DNS:a.test']],
    [
      'DNS:a.test, URI:spiffe://x/y, IP Address:127.0.0.1',
      ['DNS:a.test', 'URI:spiffe://x/y', 'IP Address:127.0.0.1'],
    ],
    // One name that looks like two.
    ['URI:"http://a.test/, DNS:b.test"', ['URI:http://a.test/, DNS:b.test']],
    [String.raw`URI:"a\", DNS:b.test", DNS:c.test`, ['URI:a", DNS:b.test', 'DNS:c.test']],
  ])('%s', (text, expected) => {
    expect(alternativeNames(text)).toEqual(expected);
  });
});

describe('the certificate of a connection', () => {
  const certificate = {
    subject: { CN: 'a' },
    subjectaltname: 'DNS:b',
    valid_to: 'Jan 1 00:00:00 2030 GMT',
  };
  const socket = (more: object): Socket =>
    ({ authorized: true, getPeerCertificate: () => certificate, ...more }) as never;
  it.each<[string, object, unknown]>([
    ['good', {}, { commonName: 'a', alternativeNames: ['DNS:b'], expires: Date.UTC(2030, 0, 1) }],
    ['that nobody vouches for', { authorized: false }, undefined],
    ['of a connection without', { getPeerCertificate: () => ({}) }, undefined],
    ['of a connection that is over', { getPeerCertificate: () => null }, undefined],
    ['without TLS', { authorized: undefined, getPeerCertificate: undefined }, undefined],
    [
      'with two common names',
      { getPeerCertificate: () => ({ ...certificate, subject: { CN: ['a', 'b'] } }) },
      expect.objectContaining({ commonName: undefined }),
    ],
  ])('%s', (_, more, expected) => {
    expect(clientCertificate(socket(more))).toEqual(expected);
  });

  it('counts until it expires, by any of its names', () => {
    let now = 0;
    const authenticator = new CertificateAuthenticator(
      {
        kind: 'certificate',
        name: 'machines',
        identities: [{ id: 'ann', match: 'CN:a', scopes: [], claims: { scope: 'read' } }],
      },
      { clock: () => now },
    );
    const shown = { commonName: 'a', alternativeNames: ['DNS:b'], expires: 10 };
    const ask = () => authenticator.recognise({ fields: [], names: [], certificate: shown });
    expect(ask()).toMatchObject({ by: 'machines', subject: 'ann', scopes: new Set(['read']) });
    now = 10;
    expect(ask()).toMatchObject({ why: 'The client certificate has expired' });
  });
});

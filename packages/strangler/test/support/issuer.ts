import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly pair: Pair;
}

/** An identity provider: publishes keys, signs tokens, and counts who asks. */
export class Issuer {
  readonly name = 'https://issuer.test';
  readonly url: string;
  /** Requests for the key set. */
  asked = 0;
  /** What the key set's address answers instead of the keys, when set. */
  broken: number | undefined;
  readonly #server: Server;
  #pairs: Key[] = [];

  constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    server.on('request', async (_request, response) => {
      this.asked++;
      response.statusCode = this.broken ?? 200;
      response.end(JSON.stringify(await this.jwks()));
    });
  }

  async jwks(): Promise<{ keys: object[] }> {
    return {
      keys: await Promise.all(
        this.#pairs.map(async ({ kid, alg, pair }) => ({
          ...(await exportJWK(pair.publicKey)),
          kid,
          alg,
          use: 'sig',
        })),
      ),
    };
  }

  /** A new key; `only` withdraws the others. */
  async turn(kid: string, alg = 'ES256', only = true): Promise<void> {
    const pair = await generateKeyPair(alg, { extractable: true });
    this.#pairs = [...(only ? [] : this.#pairs), { kid, alg, pair }];
  }

  /** A good token, unless `claims` or `header` make it a bad one. */
  async token(claims: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> {
    const { kid, alg, pair } = this.#pairs.at(-1) as Key;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: this.name,
      aud: 'shop',
      sub: 'ann',
      iat: now,
      exp: now + 300,
      ...claims,
    })
      .setProtectedHeader({ alg, kid, ...header } as never)
      .sign(pair.privateKey);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

export async function startIssuer(): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = new Issuer(server);
  await issuer.turn('one');
  return issuer;
}

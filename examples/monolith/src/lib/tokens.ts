import { jwtVerify, SignJWT } from 'jose';

export interface Principal {
  userId: number;
  role: 'customer' | 'admin';
}

const ISSUER = 'granite-goods';

export async function issueToken(principal: Principal, secret: Uint8Array): Promise<string> {
  return new SignJWT({ role: principal.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(principal.userId))
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime('8h')
    .sign(secret);
}

export async function readToken(token: string, secret: Uint8Array): Promise<Principal | undefined> {
  try {
    const { payload } = await jwtVerify(token, secret, { issuer: ISSUER, algorithms: ['HS256'] });
    const userId = Number(payload.sub);
    if (!Number.isInteger(userId)) return undefined;
    return { userId, role: payload.role === 'admin' ? 'admin' : 'customer' };
  } catch {
    return undefined;
  }
}

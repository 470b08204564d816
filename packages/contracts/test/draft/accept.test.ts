import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishPacts } from '../../src/client/publish.ts';
import { acceptDrafts, contractIdentities } from '../../src/draft/accept.ts';
import { draftFromTraffic } from '../../src/draft/draft-traffic.ts';
import { prettyJson } from '../../src/pact/lossless-json.ts';
import { exchange } from './traffic.ts';

const by = { by: 'Ana Lopez', at: '2026-01-15T10:00:00.000Z' };
const traffic = [
  exchange('GET', '/a', 200, { x: 1 }),
  exchange('GET', '/a', 404, { code: 'x' }),
  exchange('GET', '/b', 200, { y: 1 }),
];

describe('accepting drafts', () => {
  let home: string;
  let draft: string;
  let pactDir: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ashlar-accept-'));
    draft = join(home, 'web-shop.json');
    pactDir = join(home, 'pacts');
    const { pact } = draftFromTraffic(traffic, { consumer: 'web', provider: 'shop' });
    writeFileSync(draft, prettyJson(pact));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const contract = () =>
    JSON.parse(readFileSync(join(pactDir, 'web-shop.accepted.json'), 'utf8')).interactions;
  const left = () =>
    JSON.parse(readFileSync(draft, 'utf8')).interactions.map(
      ({ description }: { description: string }) => description,
    );

  it('moves what was chosen, with who and when, and leaves the rest', async () => {
    const [result] = await acceptDrafts({ drafts: [draft], pactDir, only: ['GET /a'], ...by });
    expect(result).toMatchObject({
      accepted: ['GET /a answers 200', 'GET /a answers 404'],
      left: 1,
    });
    expect(left()).toEqual(['GET /b answers 200']);
    const [first] = contract();
    expect(first.pending).toBeUndefined();
    expect(first.comments.ashlar).toMatchObject({ accepted: by, was: { samples: 1 } });
    expect(first.comments.text[0]).toBe('Accepted by Ana Lopez on 2026-01-15.');
  });

  it('adds to what was accepted before, sorted, whatever the order', async () => {
    await acceptDrafts({ drafts: [draft], pactDir, only: ['GET /b'], ...by });
    await acceptDrafts({ drafts: [draft], pactDir, ...by });
    expect(contract().map((one: { description: string }) => one.description)).toEqual([
      'GET /a answers 200',
      'GET /a answers 404',
      'GET /b answers 200',
    ]);
    expect(existsSync(draft)).toBe(false);
  });

  it('makes them known, so that they are not drafted again', async () => {
    await acceptDrafts({ drafts: [draft], pactDir, ...by });
    const accepted = await contractIdentities(pactDir, 'web', 'shop');
    expect(accepted.size).toBe(3);
    const again = draftFromTraffic(traffic, { consumer: 'web', provider: 'shop', accepted });
    expect(again.alreadyAccepted).toBe(3);
    expect(await contractIdentities(pactDir, 'web', 'other')).toEqual(new Set());
    expect(await contractIdentities(join(home, 'none'), 'web', 'shop')).toEqual(new Set());
  });

  it('says what there is when nothing fits', async () => {
    await expect(
      acceptDrafts({ drafts: [draft], pactDir, only: ['POST'], ...by }),
    ).rejects.toMatchObject({
      code: 'CONTRACTS_NO_DRAFTS',
      hint: 'Choose from: GET /a answers 200; GET /a answers 404; GET /b answers 200.',
    });
    expect(readdirSync(home)).toEqual(['web-shop.json']);
  });

  it('publishes nothing before', async () => {
    const broker = { url: 'http://127.0.0.1:1' };
    await expect(
      publishPacts({ broker, files: [draft], consumerVersion: '1' }),
    ).rejects.toMatchObject({ code: 'CONTRACTS_ONLY_DRAFTS' });
  });
});

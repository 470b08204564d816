import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('parseConfig', () => {
  it('fills in every default for the smallest file', () => {
    expect(parseConfig('schemaVersion: 1', 'ashlar.yaml')).toEqual({
      exclude: [],
      libraries: [],
      shell: [],
      rename: {},
      split: {},
      mustLink: [],
      cannotLink: [],
      granularity: 'suggested',
      maximumFiles: null,
      people: null,
      domains: {},
      services: {},
      pacticipant: null,
      contracts: { pacts: [], broker: false },
      routes: null,
      topics: {},
      broker: null,
      seed: 1,
      check: {
        imports: {},
        oneWriterPerTable: true,
        noTransactionAcrossDomains: true,
        noJoinAcrossDomains: true,
        noCycle: true,
        ownerRequired: false,
        contractRequired: true,
        routeOwnerRequired: true,
        baseline: 'ashlar-baseline.json',
        exemptions: [],
      },
    });
  });

  it.each([
    '2027-13-01',
    '9999-99-99',
    '2026-02-31',
    '2025-02-29',
    '2026-00-10',
    '2026-1-2',
    'soon',
  ])('refuses an exemption that expires on %s, which is no day, with its line', (day) => {
    const text = `schemaVersion: 1
check:
  exemptions:
    - {id: a, owner: b, reason: c, expires: 2026-01-31}
    - id: a
      owner: b
      reason: c
      expires: ${day}
`;
    expect(() => parseConfig(text, 'ashlar.yaml')).toThrow(
      expect.objectContaining({
        code: 'CLI_CONFIG_INVALID',
        message: expect.stringMatching(
          `ashlar.yaml:8 /check/exemptions/1/expires is no day of the calendar: ${day} `,
        ),
      }),
    );
  });

  it('takes the last day of a leap February', () => {
    const text =
      'schemaVersion: 1\ncheck: {exemptions: [{id: a, owner: b, reason: c, expires: 2028-02-29}]}';
    expect(parseConfig(text, 'ashlar.yaml').check.exemptions).toHaveLength(1);
  });

  it('takes merged domains for domains of one name', () => {
    const text = `
schemaVersion: 1
merge: {catalog: [products, categories]}
rename: {discounts: promotions}
`;
    expect(parseConfig(text, 'ashlar.yaml').rename).toEqual({
      products: 'catalog',
      categories: 'catalog',
      discounts: 'promotions',
    });
  });

  it('takes links and splits as they are, and refuses a split into one', () => {
    const text = (parts: number) => `
schemaVersion: 1
split: {teams: ${parts}}
mustLink: [[orders, src/checkout/**]]
cannotLink: [[orders, invoices]]
`;
    expect(parseConfig(text(3), 'ashlar.yaml')).toMatchObject({
      split: { teams: 3 },
      mustLink: [['orders', 'src/checkout/**']],
      cannotLink: [['orders', 'invoices']],
    });
    expect(() => parseConfig(text(1), 'ashlar.yaml')).toThrow(/\/split\/teams/);
  });

  it('keeps what was written and names a service after itself in the broker', () => {
    const text = `
schemaVersion: 1
domains:
  ordering: {owner: team-checkout, tables: [orders]}
services:
  inventory: {domain: inventory}
`;
    const { domains, services } = parseConfig(text, 'ashlar.yaml');
    expect(domains.ordering).toEqual({
      owner: 'team-checkout',
      files: [],
      tables: ['orders'],
      routes: [],
    });
    expect(services.inventory?.pacticipant).toBe('inventory');
  });

  it.each([
    [
      'broken YAML',
      'schemaVersion: 1\ndomains: {',
      'CLI_CONFIG_INVALID',
      /ashlar\.yaml:2:\d+ is not valid YAML/,
    ],
    [
      'a newer file',
      'schemaVersion: 2',
      'CLI_CONFIG_TOO_NEW',
      /schemaVersion 2; this ashlar reads up to 1/,
    ],
    ['an empty file', '', 'CLI_CONFIG_INVALID', /lacks "schemaVersion"/],
    ['a list', '- schemaVersion: 1', 'CLI_CONFIG_INVALID', /must be object/],
    [
      'an unknown key',
      'schemaVersion: 1\ndomain: {}',
      'CLI_CONFIG_INVALID',
      /ashlar\.yaml:2 \/ does not know "domain"/,
    ],
    [
      'a wrong type deep inside',
      'schemaVersion: 1\ndomains:\n  ordering:\n    tables: orders',
      'CLI_CONFIG_INVALID',
      /ashlar\.yaml:4 \/domains\/ordering\/tables must be array/,
    ],
  ])('refuses %s with a code and the place', (_what, text, code, message) => {
    expect(() => parseConfig(text, 'ashlar.yaml')).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    );
  });
});

describe('loadConfig', () => {
  it('takes the defaults when the folder has no ashlar.yaml', () => {
    expect(loadConfig(folder, '.').seed).toBe(1);
  });

  it('reads ashlar.yaml in the analysed folder', () => {
    writeFileSync(join(folder, 'ashlar.yaml'), 'schemaVersion: 1\nseed: 7\n');
    expect(loadConfig('/', folder).seed).toBe(7);
  });

  it('refuses a named file that is not there', () => {
    expect(() => loadConfig(folder, '.', 'other.yaml')).toThrow(
      expect.objectContaining({ code: 'CLI_CONFIG_NOT_FOUND' }),
    );
  });
});

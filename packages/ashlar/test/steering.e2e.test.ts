import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-steering-'));
afterAll(() => rmSync(home, { recursive: true }));

writeFileSync(
  join(home, 'app.js'),
  "import { db } from './db.js';\nexport const notes = () => db.query('select id from notes');\n",
);
writeFileSync(join(home, 'db.js'), "import { Pool } from 'pg';\nexport const db = new Pool();\n");
writeFileSync(
  join(home, 'ashlar.yaml'),
  'schemaVersion: 1\nmerge: { memo: [notez] }\ndomains: { memo: { tables: [nots] } }\n',
);

describe('an ashlar.yaml that does not fit the codebase', () => {
  it.each([
    [['analyze', home]],
    [['plan', '--from', home]],
    [['check', home]],
    [['advise', home]],
    [['what-if', '--from', home, '--move', 'app.js=memo']],
    [['explain', 'app.js', '--from', home]],
  ])('is warned about by ashlar %s', async (args) => {
    const { stderr } = await runCommand(args);
    expect(stderr).toContain(`warning: domains.memo.tables "nots" fits nothing in ${home}`);
    expect(stderr).toContain(`warning: merge or rename "notez" fits nothing in ${home}`);
    expect(stderr.match(/warning:/g)).toHaveLength(2);
  });
});

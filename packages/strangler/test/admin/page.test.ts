import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DASHBOARD_POLICY, dashboardPage } from '../../src/admin/page.ts';

describe('the dashboard page', () => {
  const page = dashboardPage();

  it.each(['script', 'style'])('allows exactly the %s it carries', (tag) => {
    const bodies = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
    expect(bodies).toHaveLength(1);
    const hash = createHash('sha256')
      .update(bodies[0]?.[1] ?? '')
      .digest('base64');
    expect(DASHBOARD_POLICY).toContain(`${tag}-src 'sha256-${hash}'`);
  });

  it('carries a script that parses, and loads nothing from elsewhere', () => {
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/innerHTML|document\.write|eval\(/);
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('has a label for its field, headings in order and regions that speak', () => {
    expect(page).toMatch(/<html lang="en">/);
    expect(page).toMatch(/<label for="token">/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/role="status"/);
    expect(page).toMatch(/role="alert"/);
  });

  it('names only elements that exist', () => {
    const used = [...page.matchAll(/byId\('([\w-]+)'\)/g)].map((match) => match[1]);
    for (const id of used) expect(page).toContain(`id="${id}"`);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, launch, type Page } from '../../../../test/chromium.ts';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { fillBroker } from './fill-broker.ts';

const missing = chromium === undefined ? ' (skipped: no Chromium; name one in CHROMIUM)' : '';
const COMMIT = '4c1e0f2a'.repeat(5);

/** What a page is like for somebody with a small screen, a keyboard or a screen reader. */
interface Look {
  readonly width: number;
  readonly headings: number;
  readonly nameless: string[];
  readonly lowContrast: string[];
  readonly landmarks: string[];
}

/**
 * Run in the page. Contrast as in WCAG 2.2, 1.4.3: (L1 + 0.05) / (L2 + 0.05) of relative luminances,
 * at least 4.5; the page has one background.
 */
const LOOK = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour) => 1.05 / (luminance(colour) + 0.05);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (one) => one.textContent.trim() || one.getAttribute('aria-label')
    || (one.labels && one.labels.length > 0) || one.type === 'hidden';
  return {
    width: document.documentElement.scrollWidth - innerWidth,
    headings: all('h1').length,
    nameless: all('a, button, input, select, textarea').filter((one) => !named(one))
      .map((one) => one.outerHTML),
    lowContrast: all('.good, .bad, .open, ins, del, a')
      .filter((one) => contrast(getComputedStyle(one).color) < 4.5).map((one) => one.outerHTML),
    landmarks: all('main, nav').map((one) => one.tagName),
  };
})()`;

describe.skipIf(chromium === undefined)(`the pages of the broker in Chromium${missing}`, () => {
  let broker: Broker;
  let view: Page;
  let webhook: string;

  const send = async (method: string, path: string, body: unknown) => {
    const response = await fetch(new URL(path, broker.url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status, path).toBeLessThan(300);
    return response.json() as Promise<{ _links: Record<string, { href: string }> }>;
  };

  beforeAll(async () => {
    broker = await createBroker({ port: 0 });
    await fillBroker(broker.url);
    const pact = await send('PUT', `/pacts/provider/Warehouse/consumer/Web/version/${COMMIT}`, {
      consumer: { name: 'Web' },
      provider: { name: 'Warehouse' },
      interactions: [
        {
          description: 'asks for something with a description that is longer than a phone is wide',
          request: { method: 'GET', path: `/${'long'.repeat(40)}` },
          response: { status: 200, body: { text: 'x'.repeat(300) } },
        },
      ],
    });
    await send('POST', pact._links['pb:publish-verification-results']?.href ?? '', {
      success: false,
      providerApplicationVersion: COMMIT,
      testResults: [
        { interactionId: 'x', success: false, mismatches: [{ expected: 1, actual: '1' }] },
      ],
    });
    const list = (await (await fetch(`${broker.url}/webhooks`)).json()) as {
      _links: { 'pb:webhooks': { href: string }[] };
    };
    webhook = list._links['pb:webhooks'][0]?.href.slice(broker.url.length) ?? '';
    view = await launch(chromium ?? '');
  });
  afterAll(async () => {
    await view.close();
    await broker.close();
  });

  const pact = '/pacts/provider/Warehouse/consumer/Web/latest';
  const pages = () => [
    '/',
    '/matrix?q[][pacticipant]=Web&q[][version]=4&latestby=cvp&environment=production',
    pact,
    '/pacts/provider/Api/consumer/Web/version/3/diff/previous-distinct',
    '/integrations',
    '/environments',
    `/pacticipants/Web/versions/${COMMIT}`,
    '/pacticipants/Web',
    '/webhooks',
    webhook,
    '/ui/webhooks/new',
    '/doc',
    '/doc/publish-contracts',
  ];

  it.each([
    ['a desktop', 1280],
    ['a phone', 390],
  ])('fit %s, name everything, and can be read', async (_what, width) => {
    await view.resize(width, 850);
    for (const path of pages()) {
      await view.open(broker.url + path);
      const { headings, landmarks, ...look } = await view.evaluate<Look>(LOOK);
      expect(look, path).toEqual({
        width: expect.toSatisfy((over: number) => over <= 0),
        nameless: [],
        lowContrast: [],
      });
      expect([headings, ...landmarks], path).toEqual([1, 'NAV', 'MAIN']);
    }
    expect(view.errors).toEqual([]);
  });

  const focused = () => view.evaluate<string>('document.activeElement.textContent.trim()');

  async function tabTo(text: string): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      await view.press('Tab');
      if ((await focused()) === text) return;
    }
    throw new Error(`no Tab leads to ${text}`);
  }

  it('are used with the keyboard alone: from the list to a failure and its mismatch', async () => {
    await view.resize(1280, 850);
    await view.open(`${broker.url}/?find=warehouse`);
    await view.press('Tab');
    expect(await focused()).toBe('To the content');
    const outline = "getComputedStyle(document.activeElement).outlineStyle === 'solid'";
    expect(await view.evaluate(outline)).toBe(true);
    await tabTo('failed');
    await view.press('Enter');
    await expect
      .poll(() => view.evaluate('document.querySelector("main").innerText'))
      .toContain('1 interaction failed');
    expect(await view.evaluate('document.querySelector("main").innerText')).toMatch(/Actual\s+"1"/);
  });

  it('add, disable and delete a webhook with the keyboard alone', async () => {
    await view.open(`${broker.url}/ui/webhooks/new`);
    await view.evaluate('document.querySelector("[name=url]").value = "https://ci.example.com/x"');
    await view.evaluate('document.querySelector("[name=description]").value = "Mine"');
    await tabTo('Save');
    await view.press('Enter');
    const heading = () => view.evaluate<string>('document.querySelector("h1").innerText');
    await expect.poll(heading).toBe('Mine');
    await tabTo('Disable');
    await view.press('Enter');
    await expect
      .poll(() => view.evaluate('document.querySelector("main").innerText'))
      .toContain('disabled');
    await tabTo('Delete');
    await view.press('Enter');
    await tabTo('Delete Mine');
    await view.press('Enter');
    await expect.poll(heading).toBe('Webhooks');
    expect(await view.evaluate('document.body.innerText')).not.toContain('Mine');
  });
});

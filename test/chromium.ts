import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromium: string | undefined = PLACES.find((path) => path !== '' && existsSync(path));

export interface Page {
  /** Goes to an address; resolves when its load event has fired. */
  open(url: string): Promise<void>;
  /** Value of an expression in the page; a thrown error rejects. */
  evaluate<T>(expression: string): Promise<T>;
  /** Size of the view, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** Presses and releases a key, as `Tab` or `Enter`. */
  press(key: keyof typeof KEYS): Promise<void>;
  /** Writes into the field that has the focus. */
  type(text: string): Promise<void>;
  /** The whole page as a PNG file. */
  screenshot(file: string): Promise<void>;
  /** Messages of errors that nobody caught. */
  errors: string[];
  close(): Promise<void>;
}

interface Message {
  id?: number;
  method?: string;
  params?: { exceptionDetails?: { exception?: { description?: string }; text?: string } };
  result?: {
    data?: string;
    targetId?: string;
    result?: { value?: unknown };
    exceptionDetails?: object;
  };
}

/** Virtual key codes, as Windows numbers them. */
const KEYS = {
  ...{ Tab: 9, Enter: 13, Escape: 27, ' ': 32 },
  ...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
} as const;

/** What a key writes; nothing for the others. */
const WRITES: Partial<Record<keyof typeof KEYS, string>> = { Enter: '\r', ' ': ' ' };

/** A fresh headless browser with one page, driven over the Chrome DevTools Protocol. */
export async function launch(executable: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'ashlar-chromium-'));
  const browser = spawn(
    executable,
    [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1400,900'],
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    browser.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    browser.once('exit', () => reject(new Error(`chromium ended: ${said.slice(0, 500)}`)));
  });
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const target = targets.find(({ type }) => type === 'page');
  if (target === undefined) throw new Error('chromium has no page');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const session = converse(socket);
  await session.send('Page.enable');
  await session.send('Runtime.enable');
  return {
    errors: session.errors,
    async open(url) {
      const loaded = session.once('Page.loadEventFired');
      await session.send('Page.navigate', { url });
      await loaded;
    },
    async evaluate<T>(expression: string) {
      const answer = await session.send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (answer?.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
      return answer?.result?.value as T;
    },
    async resize(width, height) {
      const metrics = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
      await session.send('Emulation.setDeviceMetricsOverride', metrics);
    },
    async press(key) {
      const text = WRITES[key] ?? '';
      const what = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: KEYS[key] };
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...what, text });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...what });
    },
    async type(text) {
      await session.send('Input.insertText', { text });
    },
    async screenshot(file) {
      const options = { format: 'png', captureBeyondViewport: true };
      const answer = await session.send('Page.captureScreenshot', options);
      writeFileSync(file, Buffer.from(String(answer?.data), 'base64'));
    },
    async close() {
      socket.close();
      const ended = new Promise((resolve) => {
        browser.once('exit', resolve);
      });
      browser.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function converse(socket: WebSocket) {
  const waiting = new Map<number, (answer: Message['result']) => void>();
  const events = new Map<string, () => void>();
  const errors: string[] = [];
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message.result);
    if (message.method === 'Runtime.exceptionThrown') {
      const details = message.params?.exceptionDetails;
      errors.push(details?.exception?.description ?? details?.text ?? 'error');
    }
    if (message.method !== undefined) events.get(message.method)?.();
  });
  return {
    errors,
    once: (method: string): Promise<void> =>
      new Promise((resolve) => {
        events.set(method, resolve);
      }),
    send: (method: string, params: object = {}): Promise<Message['result']> =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
  };
}

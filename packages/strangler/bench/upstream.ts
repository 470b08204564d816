import { type AddressInfo, createServer } from 'node:net';

/** Answers by path, and swallows bodies with a length: as little upstream as there can be. */
const json = (size: number): string => JSON.stringify({ items: 'x'.repeat(size - 12) });
const plain = (body: string): Buffer =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n${body}`,
  );
const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
const ANSWERS: Readonly<Record<string, Buffer>> = {
  '/api/1k': plain(json(1024)),
  '/api/1m': plain(json(1_048_576)),
  '/api/post': plain(json(64)),
  '/api/chunked': Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(16)}0\r\n\r\n`,
  ),
};
const NOT_FOUND = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');

const server = createServer({ noDelay: true }, (socket) => {
  let held = '';
  let skip = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    const body = Math.min(skip, bytes.length);
    skip -= body;
    held += bytes.toString('latin1', body);
    for (let end = held.indexOf('\r\n\r\n'); end !== -1; end = held.indexOf('\r\n\r\n')) {
      const head = held.slice(0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const rest = held.slice(end + 4);
      skip = Math.max(0, length - rest.length);
      held = rest.slice(length);
      socket.write(ANSWERS[head.split(' ', 2)[1] ?? ''] ?? NOT_FOUND);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

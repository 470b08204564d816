/**
 * An independent reading of forwarded bytes: not the proxy's parser, and stricter than any
 * server. Returns what is doubtful; an incomplete last message is not.
 */
export function doubtsAbout(bytes: string): string[] {
  const doubts: string[] = [];
  let rest = bytes;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) {
      doubts.push('an incomplete head');
      break;
    }
    const lines = rest.slice(0, end).split('\r\n');
    rest = rest.slice(end + 4);
    doubts.push(...doubtsAboutHead(lines));
    const size = bodySize(lines, rest);
    if (typeof size === 'string') {
      doubts.push(size);
      break;
    }
    rest = rest.slice(size);
  }
  return doubts;
}

function doubtsAboutHead(lines: readonly string[]): string[] {
  const doubts: string[] = [];
  const [first = '', ...fields] = lines;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [\x21-\x7e]+ HTTP\/1\.1$/.test(first)) {
    doubts.push(`request line ${JSON.stringify(first)}`);
  }
  for (const line of fields) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\t\x20-\x7e\x80-\xff]*$/.test(line)) {
      doubts.push(`header line ${JSON.stringify(line)}`);
    }
  }
  const named = (name: string) =>
    fields.filter((line) => line.toLowerCase().startsWith(`${name}:`));
  if (named('host').length !== 1) doubts.push(`${named('host').length} Host fields`);
  const lengths = named('content-length');
  const codings = named('transfer-encoding');
  if (lengths.length > 1) doubts.push('several Content-Length');
  if (codings.length > 1) doubts.push('several Transfer-Encoding');
  if (lengths.length > 0 && codings.length > 0) doubts.push('both framings');
  for (const line of lengths) {
    if (!/^[^:]+: \d+$/.test(line)) doubts.push(`length ${JSON.stringify(line)}`);
  }
  for (const line of codings) {
    if (!/^[^:]+: chunked$/.test(line)) doubts.push(`coding ${JSON.stringify(line)}`);
  }
  return doubts;
}

/** Bytes of the body at the start of `rest`; all of it when it is incomplete. */
function bodySize(lines: readonly string[], rest: string): number | string {
  const length = lines.find((line) => /^content-length:/i.test(line));
  if (length !== undefined) return Math.min(Number(length.split(':')[1]), rest.length);
  if (!lines.some((line) => /^transfer-encoding:/i.test(line))) return 0;
  let at = 0;
  for (;;) {
    const eol = rest.indexOf('\r\n', at);
    if (eol === -1) {
      return /^[0-9a-f]*\r?$/.test(rest.slice(at)) ? rest.length : 'a bad chunk size';
    }
    const line = rest.slice(at, eol);
    if (!/^[0-9a-f]+$/.test(line)) return `a bad chunk size ${JSON.stringify(line)}`;
    const size = Number.parseInt(line, 16);
    at = eol + 2;
    if (size === 0) {
      const end = rest.startsWith('\r\n', at) ? at + 2 : rest.indexOf('\r\n\r\n', at) + 4;
      return end < 4 ? rest.length : end;
    }
    if (at + size + 2 > rest.length) return rest.length;
    if (rest.slice(at + size, at + size + 2) !== '\r\n') return 'chunk data without CRLF';
    at += size + 2;
  }
}

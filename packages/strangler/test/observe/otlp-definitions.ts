import { createRequire } from 'node:module';

/** What the definitions, compiled by protobufjs, have for each message. */
interface Message {
  fromObject(value: object): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: object): object;
}

/** Bytes of an id. OTLP's JSON has them in hexadecimal, where that of Protocol Buffers has base64. */
const IDS: Readonly<Record<string, number>> = { traceId: 16, spanId: 8, parentSpanId: 8 };

/**
 * Holds an export to the published definitions of OTLP: it becomes a message, bytes, a message again, and
 * what then differs from what was written, or is gone, is a problem.
 *
 * @param file `build/src/generated/root.js` of the npm package `@opentelemetry/otlp-transformer` 0.57
 */
export function readOtlpDefinitions(file: string): (body: string) => readonly string[] {
  const root = createRequire(import.meta.url)(file);
  const request: Message = root.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
  return (body) => {
    const problems: string[] = [];
    const written = JSON.parse(body, (key, value) => {
      const length = IDS[key];
      if (length === undefined) return value;
      if (!/^[0-9a-f]+$/.test(value) || value.length !== length * 2) {
        problems.push(`${key} is no id of ${length} bytes`);
      }
      return Buffer.from(value, 'hex').toString('base64');
    });
    const bytes = request.encode(request.fromObject(written)).finish();
    const options = { longs: String, bytes: String };
    compare(written, request.toObject(request.decode(bytes), options), '', problems);
    return problems;
  };
}

function compare(written: unknown, read: unknown, at: string, problems: string[]): void {
  if (typeof written !== 'object' || written === null) {
    if (written !== read) problems.push(`${at} is ${JSON.stringify(read)}`);
    return;
  }
  for (const [key, value] of Object.entries(written)) {
    const inner = (read as Record<string, unknown> | undefined)?.[key];
    if (inner === undefined) problems.push(`${at}.${key} is not in the definitions`);
    else compare(value, inner, `${at}.${key}`, problems);
  }
}

import { ANY_SEGMENT, type PathPattern } from '../routes/pattern.ts';
import type { ExportRoute } from './model.ts';

/** Whether some request may fit both routes, by path, method and host; headers are taken to allow it. */
export function mayOverlap(a: ExportRoute, b: ExportRoute): boolean {
  return pathsMeet(a.path, b.path) && methodsMeet(a, b) && hostsMeet(a.host, b.host);
}

function pathsMeet(a: PathPattern, b: PathPattern): boolean {
  const length = Math.max(a.segments.length, b.segments.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [a.segments[i], b.segments[i]];
    if (one === undefined) return a.open;
    if (other === undefined) return b.open;
    if (one !== other && one !== ANY_SEGMENT && other !== ANY_SEGMENT) return false;
  }
  return true;
}

function methodsMeet(a: ExportRoute, b: ExportRoute): boolean {
  return a.methods?.some((method) => b.methods?.includes(method) ?? true) ?? true;
}

function hostsMeet(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  if (a.startsWith('*.')) return b.endsWith(a.slice(1));
  return b.startsWith('*.') && a.endsWith(b.slice(1));
}

import { code, data, filesOf, tablesOf, use } from './store.js';

/** Angle between neighbours on a sunflower spiral. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const STEP = 9;

/**
 * Circles of domains: far enough apart to read, near where the ties pull them, together about `aspect` times as wide
 * as high. Deterministic.
 */
export function placeDomains(aspect) {
  const circles = data.domains.map((_, i) => {
    const members = filesOf[i].length + tablesOf[i].length * 2;
    const angle = (i / Math.max(1, data.domains.length)) * 2 * Math.PI;
    return {
      index: i,
      r: 34 + STEP * Math.sqrt(members),
      x: Math.cos(angle) * 600,
      y: Math.sin(angle) * 300,
    };
  });
  for (let round = 0; round < 400; round++) {
    const cooling = 1 - round / 400;
    for (const a of circles) {
      for (const b of circles) {
        if (a.index < b.index) pull(a, b, cooling);
      }
      a.x *= 1 - 0.003 * cooling;
      a.y *= 1 - 0.012 * cooling;
    }
  }
  pack(circles, aspect);
  return circles;
}

const ROUNDS = 240;

/** Draws all to the middle, harder from above and below where there is more room beside it, and apart again. */
function pack(circles, aspect) {
  for (let round = 0; round < ROUNDS; round++) {
    const drawn = 0.02 * Math.max(0, 1 - round / (ROUNDS * 0.75));
    for (const a of circles) {
      a.x *= 1 - drawn / aspect;
      a.y *= 1 - drawn * aspect;
    }
    for (const a of circles) for (const b of circles) if (a.index < b.index) push(a, b);
  }
}

function pull(a, b, cooling) {
  const ties =
    code[a.index][b.index] +
    code[b.index][a.index] +
    2 * (use[a.index][b.index] + use[b.index][a.index]);
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy) || 1;
  const rest = (a.r + b.r) * 1.25;
  const force =
    (distance < rest
      ? (distance - rest) * 0.1
      : ((distance - rest) * 0.03 * Math.log2(1 + ties)) / data.domains.length) * cooling;
  a.x += (dx / distance) * force;
  a.y += (dy / distance) * force;
  b.x -= (dx / distance) * force;
  b.y -= (dy / distance) * force;
}

function push(a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy) || 1;
  const overlap = a.r + b.r + 26 - distance;
  if (overlap <= 0) return;
  a.x -= ((dx / distance) * overlap) / 2;
  a.y -= ((dy / distance) * overlap) / 2;
  b.x += ((dx / distance) * overlap) / 2;
  b.y += ((dy / distance) * overlap) / 2;
}

/** Places of the tables (inside) and files (around them) of one domain. */
export function placeMembers(circle) {
  const tables = tablesOf[circle.index];
  const files = filesOf[circle.index];
  const spots = [];
  const space = circle.r - 14;
  const count = tables.length * 2 + files.length;
  const at = (n) => {
    const radius = space * Math.sqrt((n + 0.5) / Math.max(1, count));
    return {
      x: circle.x + Math.cos(n * GOLDEN) * radius,
      y: circle.y + Math.sin(n * GOLDEN) * radius,
    };
  };
  for (const [i, index] of tables.entries()) {
    spots.push({ type: 'table', index, domain: circle.index, ...at(i * 2) });
  }
  for (const [i, index] of files.entries()) {
    spots.push({ type: 'file', index, domain: circle.index, ...at(tables.length * 2 + i) });
  }
  return spots;
}

/** Where the tables of a domain stand while it is closed: in rows below its name, smaller where they are many. */
export function placeSquares({ index, x, y, r }) {
  const tables = tablesOf[index];
  const width = r * 1.2;
  const step = Math.min(STEP, Math.sqrt((width * r * 0.3) / Math.max(1, tables.length)));
  const columns = Math.max(1, Math.floor(width / step));
  const rows = Math.ceil(tables.length / columns);
  return tables.map((table, i) => {
    const inRow = i < (rows - 1) * columns ? columns : tables.length - (rows - 1) * columns;
    return {
      ...{ type: 'table', index: table, step },
      x: x + ((i % columns) - (inRow - 1) / 2) * step,
      y: y + r * 0.56 + (Math.floor(i / columns) - (rows - 1) / 2) * step,
    };
  });
}

import { code, data, use } from './store.js';

/** With more domains than this only the heaviest ties are drawn, until a domain is chosen. */
const CROWDED = 12;
/** So many ties of each kind, to or from each domain, are drawn of a crowded map. */
const HEAVIEST = 2;

export const isCrowded = () => data.domains.length > CROWDED;

const KINDS = {
  code: { bend: 0.07, dash: [], stroke: 'hsl(220 8% 55%)' },
  data: { bend: 0.16, dash: [9, 6], stroke: 'hsl(4 70% 52%)' },
};

/** Every tie between two circles with its curve, once: circles do not move. The heaviest come first. */
export function placeTies(circles) {
  const ties = circles.flatMap((from) =>
    circles.flatMap((to) =>
      from === to
        ? []
        : [
            placeTie('code', from, to, code[from.index][to.index]),
            placeTie('data', from, to, use[from.index][to.index]),
          ],
    ),
  );
  const sorted = ties.filter((tie) => tie !== null).sort((a, b) => b.weight - a.weight);
  const seen = new Map();
  for (const tie of sorted) {
    const ends = [tie.from, tie.to].map((end) => `${tie.kind} ${end}`);
    tie.isMain = ends.some((end) => (seen.get(end) ?? 0) < HEAVIEST);
    for (const end of ends) seen.set(end, (seen.get(end) ?? 0) + 1);
  }
  return sorted;
}

function placeTie(kind, a, b, weight) {
  if (weight === 0) return null;
  const { bend } = KINDS[kind];
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy) || 1;
  const start = { x: a.x + (dx / distance) * a.r, y: a.y + (dy / distance) * a.r };
  const end = { x: b.x - (dx / distance) * (b.r + 5), y: b.y - (dy / distance) * (b.r + 5) };
  const middle = { x: (start.x + end.x) / 2 - dy * bend, y: (start.y + end.y) / 2 + dx * bend };
  const curve = new Path2D();
  curve.moveTo(start.x, start.y);
  curve.quadraticCurveTo(middle.x, middle.y, end.x, end.y);
  const angle = Math.atan2(end.y - middle.y, end.x - middle.x);
  return { kind, from: a.index, to: b.index, weight, start, middle, end, curve, angle };
}

/** Those that are drawn: of a chosen domain all, of a crowded map the heaviest, else all. */
function shownTies({ ties }, chosen) {
  if (chosen >= 0) return ties.filter(({ from, to }) => from === chosen || to === chosen);
  return isCrowded() ? ties.filter(({ isMain }) => isMain) : ties;
}

export function paintTies(context, view, chosen) {
  const { hover, zoom } = view.state;
  for (const tie of shownTies(view, chosen)) {
    const lit = hover?.type === 'tie' && hover.from === tie.from && hover.to === tie.to;
    context.globalAlpha = lit ? 1 : chosen >= 0 ? 0.85 : 0.55;
    paintTie(context, tie, zoom, lit ? 2 : 1);
  }
  context.globalAlpha = 1;
}

function paintTie(context, { kind, weight, curve, end, angle }, zoom, times) {
  const { stroke, dash } = KINDS[kind];
  context.strokeStyle = stroke;
  context.fillStyle = stroke;
  context.lineWidth =
    (times * (0.8 + Math.log2(1 + weight) * 0.6)) / Math.max(0.6, Math.min(1.5, zoom));
  context.setLineDash(dash);
  context.stroke(curve);
  context.setLineDash([]);
  const size = 7 + context.lineWidth;
  context.beginPath();
  context.moveTo(end.x, end.y);
  context.lineTo(end.x - Math.cos(angle - 0.4) * size, end.y - Math.sin(angle - 0.4) * size);
  context.lineTo(end.x - Math.cos(angle + 0.4) * size, end.y - Math.sin(angle + 0.4) * size);
  context.fill();
}

const PIECES = 24;

/** The drawn tie that runs within `reach` of a point of the map. */
export function tieAt(view, chosen, x, y, reach) {
  return shownTies(view, chosen).find(
    (tie) => isNearBox(tie, x, y, reach) && distanceTo(tie, x, y) <= reach,
  );
}

function isNearBox({ start, middle, end }, x, y, reach) {
  const xs = [start.x, middle.x, end.x];
  const ys = [start.y, middle.y, end.y];
  return (
    x >= Math.min(...xs) - reach &&
    x <= Math.max(...xs) + reach &&
    y >= Math.min(...ys) - reach &&
    y <= Math.max(...ys) + reach
  );
}

/** From a point to the nearest of the corners that stand for the curve. */
function distanceTo({ start, middle, end }, x, y) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= PIECES; i++) {
    const t = i / PIECES;
    const at = (axis) =>
      (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * middle[axis] + t ** 2 * end[axis];
    least = Math.min(least, Math.hypot(at('x') - x, at('y') - y));
  }
  return least;
}

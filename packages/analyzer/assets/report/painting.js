import { dotsOf, LABEL_FONT, paintDots, paintLit, placeLabels } from './members.js';
import {
  accessesOfFile,
  accessesOfTable,
  colour,
  count,
  data,
  linksFrom,
  linksTo,
} from './store.js';
import { paintTies } from './ties.js';

/** Below this zoom the members of a domain that is not opened are not drawn. */
const MEMBERS_FROM = 1.1;

export function paint(view) {
  const { canvas, circles, state } = view;
  const context = canvas.getContext('2d');
  const ratio = devicePixelRatio || 1;
  const { color: ink } = getComputedStyle(canvas);
  const { backgroundColor: paper } = getComputedStyle(canvas.parentElement);
  // Asked for once a frame: each question makes the browser lay the page out.
  const size = { width: canvas.clientWidth, height: canvas.clientHeight };
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.translate(state.x, state.y);
  context.scale(state.zoom, state.zoom);
  paintTies(context, view, active(view));
  const seen = circles.filter((circle) => inSight(state, size, circle));
  for (const circle of seen) paintCircle(context, view, circle, paper);
  if (['file', 'table'].includes(state.hover?.type)) paintNeighbours(context, view, ink);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  writer(context, paper, ink);
  for (const circle of seen)
    if (showsMembers(view, circle)) paintLabels(context, view, circle, size);
  for (const circle of seen) paintName(context, view, circle);
}

/** The domain whose ties are asked for: under the pointer, or else chosen by keys or a click. */
export const active = ({ state }) =>
  state.hover?.type === 'domain' ? state.hover.index : state.focus;

export const showsMembers = ({ state }, circle) =>
  state.all || state.opened.has(circle.index) || state.zoom > MEMBERS_FROM;

function paintCircle(context, view, circle, paper) {
  const { spots, squares, state } = view;
  const open = showsMembers(view, circle);
  const chosen = active(view) === circle.index;
  context.beginPath();
  context.arc(circle.x, circle.y, circle.r, 0, 7);
  context.fillStyle = paper;
  context.fill();
  context.fillStyle = colour(circle.index, open ? 0.1 : 0.24);
  context.fill();
  context.lineWidth = (chosen ? 4 : 1.8) / Math.max(0.5, state.zoom);
  context.strokeStyle = colour(circle.index);
  context.stroke();
  if (open) {
    circle.dots ??= dotsOf(spots[circle.index]);
    paintDots(context, circle, circle.dots);
  } else {
    context.fillStyle = colour(circle.index);
    for (const { x, y, step } of squares[circle.index]) {
      const half = Math.min(step * 0.48, Math.max(step * 0.36, 2.5 / state.zoom));
      context.fillRect(x - half, y - half, half * 2, half * 2);
    }
  }
}

/** Text is written in pixels of the screen: letters that are scaled lose their spacing. */
const onScreen = ({ x, y, zoom }, point) => ({ x: point.x * zoom + x, y: point.y * zoom + y });

function writer(context, paper, ink) {
  context.textAlign = 'center';
  context.lineJoin = 'round';
  context.strokeStyle = paper;
  context.fillStyle = ink;
}

function paintLabels(context, { spots, state }, circle, size) {
  const { zoom } = state;
  if (circle.labels?.zoom !== zoom)
    circle.labels = { zoom, placed: placeLabels(context, spots[circle.index], zoom) };
  context.font = LABEL_FONT;
  context.lineWidth = 3;
  for (const { text, spot, width, above } of circle.labels.placed) {
    const { x, y } = onScreen(state, spot);
    if (x < -width || y < 0 || x > size.width + width || y > size.height + above + 20) continue;
    context.strokeText(text, x, y - above);
    context.fillText(text, x, y - above);
  }
}

function paintName(context, view, circle) {
  const { zoom } = view.state;
  const open = showsMembers(view, circle);
  if (circle.name?.zoom !== zoom || circle.name.open !== open)
    circle.name = { zoom, open, lines: nameLines(context, circle, open, zoom) };
  const { x, y } = onScreen(view.state, circle);
  for (const { text, font, pixels, down } of circle.name.lines) {
    context.font = font;
    context.lineWidth = pixels / 4;
    if (open) context.strokeText(text, x, y + down);
    context.fillText(text, x, y + down);
  }
}

/** What is written in or over a circle at a zoom. Measuring costs more than writing, so it is kept. */
function nameLines(context, circle, open, zoom) {
  const { name, metrics } = data.domains[circle.index];
  const radius = circle.r * zoom;
  const size = Math.max(11, Math.min(16, radius / 3));
  const room = radius * 1.8;
  const line = (text, wished, weight, down) => {
    const pixels = open ? wished : fittingSize(context, text, wished, weight, room);
    const font = `${weight} ${pixels}px system-ui, sans-serif`;
    context.font = font;
    // Over an open circle there is room; in a closed one a name must not run over its neighbours.
    return { text: open ? text : shortened(context, text, room), font, pixels, down };
  };
  if (open) return [line(name, size, 600, -radius - size * 0.4)];
  const lines = [line(name, size, 600, 0)];
  if (radius > 34) lines.push(line(count(metrics.files, 'file'), size * 0.72, 400, size));
  return lines;
}

/** Letters shrink before a name is cut, as far as anybody can still read them. */
const SMALLEST_LETTERS = 9;

function fittingSize(context, text, wished, weight, width) {
  context.font = `${weight} ${wished}px system-ui, sans-serif`;
  const needed = context.measureText(text).width;
  const smallest = Math.min(wished, SMALLEST_LETTERS);
  // A little less, since letters do not shrink in step with their size.
  return needed <= width ? wished : Math.max(smallest, (0.97 * wished * width) / needed);
}

/** The text, cut with an ellipsis to a width; nothing where less than two letters would be left. */
function shortened(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  for (let length = text.length - 1; length >= 2; length--) {
    const cut = `${text.slice(0, length)}…`;
    if (context.measureText(cut).width <= width) return cut;
  }
  return '';
}

/** Room for what is written above and beside a circle, in CSS pixels. */
const NAME_ROOM = 120;

/** Whether anything of a circle is on the canvas. */
function inSight({ x, y, zoom }, { width, height }, circle) {
  const across = circle.x * zoom + x;
  const down = circle.y * zoom + y;
  const reach = circle.r * zoom + NAME_ROOM;
  return across > -reach && down > -reach && across < width + reach && down < height + reach;
}

function paintNeighbours(context, { place, state }, ink) {
  const { type, index } = state.hover;
  const from = place.get(`${type}:${index}`);
  if (!from) return;
  const ends =
    type === 'file'
      ? [
          ...linksFrom[index].map(([, to]) => `file:${to}`),
          ...linksTo[index].map(([a]) => `file:${a}`),
          ...accessesOfFile[index].map(([, t]) => `table:${t}`),
        ]
      : accessesOfTable[index].map(([file]) => `file:${file}`);
  context.strokeStyle = ink;
  context.globalAlpha = 0.5;
  context.lineWidth = 1 / state.zoom;
  context.beginPath();
  for (const key of ends) {
    const to = place.get(key);
    if (!to) continue;
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
  context.globalAlpha = 1;
  paintLit(context, from);
}

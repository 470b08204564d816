import { colour, data, FILE, linksFrom, linksTo } from './store.js';

/** Shades of files by confidence. */
const SHADES = 6;
const FILE_RADIUS = 3.4;
const TABLE_HALF = 5;

/**
 * The dots of a circle, a path for each shade, made once: a frame draws thousands of files with six calls for each
 * domain.
 */
export function dotsOf(spots) {
  const paths = Array.from({ length: SHADES }, () => new Path2D());
  const squares = new Path2D();
  for (const { type, index, x, y } of spots) {
    if (type === 'table') squares.rect(x - TABLE_HALF, y - TABLE_HALF, ...SQUARE);
    else {
      const shade = Math.min(SHADES - 1, Math.floor(data.files[index][FILE.confidence] * SHADES));
      paths[shade].moveTo(x + FILE_RADIUS, y);
      paths[shade].arc(x, y, FILE_RADIUS, 0, 2 * Math.PI);
    }
  }
  return { paths, squares };
}
const SQUARE = [TABLE_HALF * 2, TABLE_HALF * 2];

export function paintDots(context, circle, { paths, squares }) {
  for (const [shade, path] of paths.entries()) {
    context.fillStyle = colour(circle.index, 0.35 + (0.5 * (shade + 0.5)) / SHADES);
    context.fill(path);
  }
  context.fillStyle = colour(circle.index);
  context.fill(squares);
}

export function paintLit(context, spot) {
  context.fillStyle = colour(spot.domain);
  context.beginPath();
  if (spot.type === 'table') context.rect(spot.x - 7, spot.y - 7, 14, 14);
  else context.arc(spot.x, spot.y, 5.5, 0, 2 * Math.PI);
  context.fill();
}

/** Labels of tables from this zoom on, of files from the second; on the screen they keep their size. */
const TABLES_FROM = 0.7;
const FILES_FROM = 1.2;
const LETTERS = 11;

const labelOf = ({ type, index }) =>
  type === 'table' ? data.tables[index].name : data.files[index][FILE.path].split('/').pop();

/** Tables before files, what is linked most first: those get a label where there is no room for all. */
const rank = ({ type, index }) =>
  type === 'table'
    ? Number.POSITIVE_INFINITY
    : linksFrom[index].length + linksTo[index].length + data.files[index][FILE.confidence];

/**
 * The labels of a circle that fit without one over another, at one zoom. They do not depend on what is in sight, so
 * that none comes and goes while the map is dragged.
 */
export function placeLabels(context, spots, zoom) {
  const candidates = spots
    .filter(({ type }) => zoom >= (type === 'table' ? TABLES_FROM : FILES_FROM))
    .sort((a, b) => rank(b) - rank(a) || a.index - b.index);
  context.font = LABEL_FONT;
  const taken = new Map();
  return candidates.flatMap((spot) => {
    const text = labelOf(spot);
    const width = widthOf(context, text);
    // Letters keep their size and marks grow with the map: the label stands clear of its own.
    const above = (spot.type === 'table' ? TABLE_HALF : FILE_RADIUS) * zoom + 3;
    const x = spot.x * zoom;
    const y = spot.y * zoom;
    const box = {
      left: x - width / 2,
      right: x + width / 2,
      top: y - above - LETTERS,
      bottom: y - above + 3,
    };
    return take(taken, box) ? [{ text, spot, width, above }] : [];
  });
}

export const LABEL_FONT = `${LETTERS}px system-ui, sans-serif`;

const widths = new Map();
/** Letters keep their size at every zoom, so that a label is measured once. */
function widthOf(context, text) {
  if (!widths.has(text)) widths.set(text, context.measureText(text).width);
  return widths.get(text);
}

const ROW = 14;

/** Takes the place of a box unless a part of it is taken; places are kept in rows. */
function take(rows, box) {
  const first = Math.floor(box.top / ROW);
  const last = Math.floor(box.bottom / ROW);
  for (let row = first; row <= last; row++)
    for (const other of rows.get(row) ?? [])
      if (
        box.left < other.right &&
        other.left < box.right &&
        box.top < other.bottom &&
        other.top < box.bottom
      )
        return false;
  for (let row = first; row <= last; row++) {
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push(box);
  }
  return true;
}

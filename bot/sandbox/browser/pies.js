/** Pie charts: slices clockwise from the top, named beside themselves where they are wide enough. */

import { cut, short } from "./axes.js";
import { nothing, svg } from "./lit.js";

// Thinner slices would write their names over each other; the legend names all.
const NAMED = 0.04;

/** Return each segment with its value and its share in words. */
export function shares(drawn) {
  const total = totalOf(drawn);
  return drawn.segments.map(({ label, value }) => `${label}: ${value} (${Math.round((sized(value) / total) * 100)}%)`);
}

/** Return the slices. */
export function pie(drawn, width, height) {
  const total = totalOf(drawn);
  const radius = height / 2 - 18;
  const at = (turn, far) => {
    const angle = 2 * Math.PI * turn - Math.PI / 2;
    return [width / 2 + far * Math.cos(angle), height / 2 + far * Math.sin(angle)];
  };
  let turned = 0;
  return drawn.segments.map(({ label, value }, index) => {
    const from = turned;
    turned += sized(value) / total;
    const [x, y] = at((from + turned) / 2, radius + 8);
    const left = x < width / 2;
    const name = cut(`${label} ${short(value)}`, left ? x : width - x);
    return svg`<path class="slice s${index}" d=${slice(at, from, turned, radius)} />
      ${turned - from < NAMED ? nothing : svg`<text class="tickText ${left ? "end" : ""}" x=${x} y=${y + 4}>${name}</text>`}`;
  });
}

// A slice cannot be less than nothing.
const sized = (value) => Math.max(0, value);

const totalOf = (drawn) => drawn.segments.reduce((sum, { value }) => sum + sized(value), 0) || 1;

function slice(at, from, to, radius) {
  // A whole circle begins where it ends and would be nothing.
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  return `M ${at(0, 0)} L ${at(from, radius)} A ${radius} ${radius} 0 ${large} 1 ${at(end, radius)} Z`;
}

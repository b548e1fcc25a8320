/** Charts as pictures that can be read without color, and as tables for whoever cannot see them. */

import { html, nothing, svg } from "./lit.js";

const WIDTH = 520;
const HEIGHT = 240;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 12;

/** Return a `data_visualization` block. */
export function chart(block) {
  const plot = block.chart.type === "pie" ? pie(block.chart) : plotted(block.chart);
  return html`<figure>
    <figcaption>${block.title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${block.title}. ${spoken(block.chart)}">
      ${plot}
    </svg>
    ${legend(block.chart)}
    <details>
      <summary>Show as a table</summary>
      <table>
        ${rowsOf(block.chart).map(
          ([name, ...values]) => html`<tr><th scope="row">${name}</th>${values.map((value) => html`<td class="right">${value}</td>`)}</tr>`,
        )}
      </table>
    </details>
  </figure>`;
}

/** Return the values in rows: the names of the series first, then each category. */
function rowsOf(drawn) {
  if (drawn.type === "pie") return drawn.segments.map(({ label, value }) => [label, value]);
  const names = ["", ...drawn.series.map((series) => series.name)];
  return [names, ...drawn.axis_config.categories.map((name, index) => [name, ...drawn.series.map((series) => series.data[index].value)])];
}

function spoken(drawn) {
  return rowsOf(drawn)
    .map((row) => row.filter((cell) => cell !== "").join(" "))
    .join("; ");
}

function legend(drawn) {
  if (drawn.type === "pie" || drawn.series.length < 2) return nothing;
  return html`<ul class="legend">
    ${drawn.series.map(
      (series, index) => html`<li>
        <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
          <line class="line s${index}" x1="0" y1="6" x2="28" y2="6" />
          ${marker(index, 14, 6)}
        </svg>
        ${series.name}
      </li>`,
    )}
  </ul>`;
}

/** Return axes and series: every series has its own dashes and marks, not only its color. */
function plotted(drawn) {
  const { categories, x_label, y_label } = drawn.axis_config;
  const values = drawn.series.flatMap((series) => series.data.map((point) => point.value));
  const [low, high, step] = scale(values);
  const y = (value) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const room = (WIDTH - LEFT - 12) / categories.length;
  const x = (index) => LEFT + room * (index + 0.5);
  // As many names as there is room for.
  const every = Math.ceil(categories.length / 7);
  return svg`
    ${steps(low, high, step).map(
      (value) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - 8} y1=${y(value)} y2=${y(value)} />
        <text class="tickText end" x=${LEFT - 6} y=${y(value) + 4}>${value}</text>`,
    )}
    ${categories.map((name, index) =>
      index % every ? nothing : svg`<text class="tickText middle" x=${x(index)} y=${HEIGHT - 16}>${name}</text>`,
    )}
    ${x_label ? svg`<text class="tickText middle" x=${WIDTH / 2} y=${HEIGHT - 3}>${x_label}</text>` : nothing}
    ${y_label ? svg`<text class="tickText" x="2" y=${TOP - 2}>${y_label}</text>` : nothing}
    ${drawn.series.map((series, index) => SHAPES[drawn.type](series, index, { x, y, room, low, count: drawn.series.length }))}`;
}

function bars(series, index, { x, y, room, low, count }) {
  const width = (room * 0.7) / count;
  return series.data.map((point, place) => {
    const zero = y(Math.max(low, 0));
    const top = Math.min(y(point.value), zero);
    return svg`<rect class="bar s${index}" x=${x(place) - room * 0.35 + width * index} y=${top}
      width=${width} height=${Math.abs(y(point.value) - zero)} />`;
  });
}

function line(series, index, { x, y }) {
  const points = series.data.map((point, place) => [x(place), y(point.value)]);
  return svg`<polyline class="line s${index}" points=${points.map((at) => at.join(",")).join(" ")} />
    ${points.map(([across, down]) => marker(index, across, down))}`;
}

function area(series, index, axes) {
  const { x, y, low } = axes;
  const top = series.data.map((point, place) => `${x(place)},${y(point.value)}`);
  const end = series.data.length - 1;
  const foot = [`${x(end)},${y(low)}`, `${x(0)},${y(low)}`];
  return svg`<polygon class="area s${index}" points=${[...top, ...foot].join(" ")} />${line(series, index, axes)}`;
}

const SHAPES = { bar: bars, line, area };

function marker(index, x, y) {
  const size = 4;
  const forms = [
    svg`<circle class="mark s${index}" cx=${x} cy=${y} r=${size} />`,
    svg`<rect class="mark s${index}" x=${x - size} y=${y - size} width=${size * 2} height=${size * 2} />`,
    svg`<polygon class="mark s${index}" points="${x},${y - size - 1} ${x + size + 1},${y + size} ${x - size - 1},${y + size}" />`,
  ];
  return forms[index % forms.length];
}

function pie(drawn) {
  const total = drawn.segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const radius = HEIGHT / 2 - TOP;
  let turned = 0;
  return drawn.segments.map((segment, index) => {
    const from = turned;
    turned += segment.value / total;
    const middle = at((from + turned) / 2, radius + 10);
    const left = middle[0] < WIDTH / 2;
    return svg`<path class="slice s${index}" d=${slice(from, turned, radius)} />
      <text class="tickText ${left ? "end" : ""}" x=${middle[0]} y=${middle[1]}>${segment.label} ${segment.value}</text>`;
  });
}

function at(turn, radius) {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return [WIDTH / 2 + radius * Math.cos(angle), HEIGHT / 2 + radius * Math.sin(angle)];
}

function slice(from, to, radius) {
  // A whole circle begins where it ends and would be nothing.
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  return `M ${at(0, 0)} L ${at(from, radius)} A ${radius} ${radius} 0 ${large} 1 ${at(end, radius)} Z`;
}

/** Return the lowest and the highest value of an axis, and the step between its lines. */
function scale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1);
  const rough = (high - low) / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((size_) => size_ >= rough);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step, step];
}

function steps(low, high, step) {
  const count = Math.round((high - low) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toFixed(6)));
}

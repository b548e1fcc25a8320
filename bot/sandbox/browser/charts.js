/** Charts as pictures that can be read without color, and as tables for whoever cannot see them. */

import { cut, short, steps, widest } from "./axes.js";
import { html, nothing, svg } from "./lit.js";
import { pie, shares } from "./pies.js";
import { draw } from "./state.js";

// On a phone a chart is drawn narrower, and not smaller: its words stay as large as others.
const phone = matchMedia("(max-width: 40rem)");
phone.addEventListener("change", draw);

const HEIGHT = 240;
const BOTTOM = 38;

/** Return a `data_visualization` block. */
export function chart(block) {
  const width = phone.matches ? 330 : 520;
  const plot = block.chart.type === "pie" ? pie(block.chart, width, HEIGHT) : plotted(block.chart, width);
  return html`<figure>
    <figcaption>${block.title}</figcaption>
    <svg viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${block.title}. ${spoken(block.chart)}">${plot}</svg>
    ${legend(block.chart)}
    <details>
      <summary>Show as a table</summary>
      <div class="wide" tabindex="0" role="group" aria-label=${block.title}><table>${tableOf(block.chart)}</table></div>
    </details>
  </figure>`;
}

/** Return the values in rows: the names of the series first, then each category. */
function rowsOf(drawn) {
  if (drawn.type === "pie") return [["", "Value"], ...drawn.segments.map(({ label, value }) => [label, value])];
  const names = ["", ...drawn.series.map((series) => series.name)];
  return [names, ...drawn.axis_config.categories.map((name, index) => [name, ...drawn.series.map((series) => series.data[index].value)])];
}

function tableOf(drawn) {
  const [[corner, ...names], ...rows] = rowsOf(drawn);
  return html`<thead>
      <tr><td>${corner}</td>${names.map((name) => html`<th scope="col" class="right">${name}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map(([name, ...values]) => html`<tr><th scope="row">${name}</th>${values.map((value) => html`<td class="right">${value}</td>`)}</tr>`)}
    </tbody>`;
}

function spoken(drawn) {
  return rowsOf(drawn)
    .slice(drawn.type === "pie" ? 1 : 0)
    .map((row) => row.filter((cell) => cell !== "").join(" "))
    .join("; ");
}

/** Return which signs stand for what; a single series has the title. */
function legend(drawn) {
  const entries = drawn.type === "pie" ? shares(drawn) : drawn.series.map((series) => series.name);
  if (drawn.type !== "pie" && entries.length < 2) return nothing;
  return html`<ul class="legend">
    ${entries.map(
      (name, index) => html`<li>
        <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
          ${drawn.type === "line" ? svg`<line class="line s${index}" x1="0" y1="6" x2="28" y2="6" />` : nothing}
          ${marker(index, 14, 6)}
        </svg>
        <span>${name}</span>
      </li>`,
    )}
  </ul>`;
}

/** Return axes and series: every series has its own dashes and marks, not only its color. */
function plotted(drawn, width) {
  const { categories, x_label, y_label } = drawn.axis_config;
  const lines = steps(drawn.series.flatMap((series) => series.data.map((point) => point.value)));
  const [low, high] = [lines[0], lines.at(-1)];
  const left = widest(lines.map(short)) + 10;
  // What the axis measures stands above it.
  const top = y_label ? 30 : 12;
  const y = (value) => top + ((high - value) / (high - low)) * (HEIGHT - top - BOTTOM);
  const room = (width - left - 8) / categories.length;
  const x = (index) => left + room * (index + 0.5);
  const axes = { x, y, room, count: drawn.series.length };
  return svg`
    ${lines.map(
      (value) => svg`<line class="grid ${value === 0 ? "zero" : ""}" x1=${left} x2=${width - 8} y1=${y(value)} y2=${y(value)} />
        <text class="tickText end" x=${left - 6} y=${y(value) + 4}>${short(value)}</text>`,
    )}
    ${named(categories, room, x)}
    ${x_label ? svg`<text class="tickText middle quiet" x=${width / 2} y=${HEIGHT - 3}>${cut(x_label, width)}</text>` : nothing}
    ${y_label ? svg`<text class="tickText quiet" x="2" y="12">${cut(y_label, width)}</text>` : nothing}
    ${drawn.series.map((series, index) => SHAPES[drawn.type](series, index, axes))}`;
}

/** Return as many names of categories as there is room for, and of each as much. */
function named(categories, room, x) {
  const wanted = Math.min(70, widest(categories) + 8);
  const every = Math.max(1, Math.ceil(wanted / room));
  return categories.map((name, index) =>
    index % every
      ? nothing
      : svg`<text class="tickText middle" x=${x(index)} y=${HEIGHT - 20}><title>${name}</title>${cut(name, room * every - 6)}</text>`,
  );
}

function bars(series, index, { x, y, room, count }) {
  const width = (room * 0.7) / count;
  return series.data.map((point, place) => {
    const left = x(place) - room * 0.35 + width * index;
    const [from, to] = [y(0), y(point.value)];
    // Wide enough bars wear their mark, for whoever sees no colors.
    const worn = count > 1 && width >= 10 && Math.abs(to - from) > 14;
    return svg`<rect class="bar s${index}" x=${left} y=${Math.min(from, to)} width=${width} height=${Math.abs(to - from)} />
      ${worn ? marker(index, left + width / 2, to + (to < from ? 8 : -8)) : nothing}`;
  });
}

function line(series, index, { x, y }) {
  const points = series.data.map((point, place) => [x(place), y(point.value)]);
  return svg`<polyline class="line s${index}" points=${points.map((at) => at.join(",")).join(" ")} />
    ${points.map(([across, down]) => marker(index, across, down))}`;
}

function area(series, index, axes) {
  const { x, y } = axes;
  const top = series.data.map((point, place) => `${x(place)},${y(point.value)}`);
  const end = series.data.length - 1;
  const foot = [`${x(end)},${y(0)}`, `${x(0)},${y(0)}`];
  return svg`<polygon class="area s${index}" points=${[...top, ...foot].join(" ")} />${line(series, index, axes)}`;
}

const SHAPES = { bar: bars, line, area };

function marker(index, x, y) {
  const size = 4;
  const forms = [
    svg`<circle class="mark s${index}" cx=${x} cy=${y} r=${size} />`,
    svg`<rect class="mark s${index}" x=${x - size} y=${y - size} width=${size * 2} height=${size * 2} />`,
    svg`<polygon class="mark s${index}" points="${x},${y - size - 1} ${x + size + 1},${y + size} ${x - size - 1},${y + size}" />`,
    svg`<polygon class="mark s${index}" points="${x},${y - size - 1} ${x + size + 1},${y} ${x},${y + size + 1} ${x - size - 1},${y}" />`,
    svg`<polygon class="mark s${index}" points="${x},${y + size + 1} ${x + size + 1},${y - size} ${x - size - 1},${y - size}" />`,
    svg`<rect class="mark s${index}" x=${x - size - 1} y=${y - 2} width=${size * 2 + 2} height="4" />`,
  ];
  return forms[index % forms.length];
}

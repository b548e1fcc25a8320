/** Tables, as Slack lays them out: the first row names the columns. */

import { html, nothing } from "./lit.js";
import { richText } from "./rich.js";
import { draw } from "./state.js";

// What Slack shows of a data table before somebody turns the page.
const PAGE = 5;

// How somebody looks at a table, by its place and block id: which page, sorted by which column
// (1 up, -1 down), and what they look for.
const looks = new Map();

/** Return a `table` block. */
export function table(block) {
  const [names, ...rows] = block.rows;
  const settings = (index) => block.column_settings?.[index] ?? {};
  const kind = (index) => `${settings(index).align ?? "left"} ${settings(index).is_wrapped ? "" : "straight"}`;
  return laidOut({ caption: "", heads: names.map((cell) => cellText(cell)), rows, kind });
}

/** Return a `data_table` block: page by page, sorted and searched as somebody wishes. */
export function dataTable(block, place) {
  const key = `${place.id} ${block.block_id}`;
  const look = looks.get(key) ?? { page: 0, by: -1, way: 1, find: "" };
  const change = (some) => {
    looks.set(key, { ...look, ...some });
    draw();
  };
  const [names, ...all] = block.rows;
  const size = block.page_size ?? PAGE;
  const rows = sorted(found(all, look.find), look);
  const from = Math.min(look.page, Math.max(0, Math.ceil(rows.length / size) - 1)) * size;
  const shown = rows.slice(from, from + size);
  return html`${all.length > size ? finder(look, change) : nothing}
  ${laidOut({
    caption: block.caption,
    heads: names.map((cell, index) => sorter(cell, index, look, change)),
    order: (index) => (index === look.by ? (look.way > 0 ? "ascending" : "descending") : nothing),
    rows: shown,
    kind: (index) => (all[0][index].type === "raw_number" ? "right" : "left"),
    headed: block.row_header_column_index ?? 0,
  })}
  ${all.length > size ? pager({ from, to: from + shown.length, of: rows.length, size }, change) : nothing}`;
}

function found(rows, wanted) {
  const words = wanted.toLowerCase();
  return rows.filter((row) => row.some((cell) => plain(cell).toLowerCase().includes(words)));
}

function sorted(rows, { by, way }) {
  if (by < 0) return rows;
  return [...rows].sort((one, other) => way * compared(one[by], other[by]));
}

function compared(one, other) {
  if (one.type === "raw_number" && other.type === "raw_number") return one.value - other.value;
  return plain(one).localeCompare(plain(other), "en", { numeric: true });
}

/** Return the name of a column, which sorts by it: up, down, and as the app sent it. */
function sorter(cell, index, look, change) {
  const next = index !== look.by ? { by: index, way: 1 } : look.way > 0 ? { by: index, way: -1 } : { by: -1, way: 1 };
  const sign = index !== look.by ? "↕" : look.way > 0 ? "↑" : "↓";
  return html`<button type="button" class="sort" @click=${() => change({ ...next, page: 0 })}>
    ${cellText(cell)} <span aria-hidden="true">${sign}</span>
  </button>`;
}

function finder(look, change) {
  return html`<input
    type="search"
    class="finder"
    placeholder="Find in this table"
    aria-label="Find in this table"
    .value=${look.find}
    @input=${(event) => change({ find: event.target.value, page: 0 })}
  />`;
}

function pager({ from, to, of, size }, change) {
  const turn = (name, page, possible) => html`<button
    type="button"
    class="button small"
    aria-disabled=${possible ? nothing : "true"}
    @click=${() => possible && change({ page })}
  >
    ${name}
  </button>`;
  const page = Math.floor(from / size);
  return html`<div class="pager">
    ${turn("Previous rows", page - 1, from > 0)}
    <span role="status">${of ? `${from + 1}–${to} of ${of}` : "None found"}</span>
    ${turn("Next rows", page + 1, to < of)}
  </div>`;
}

function laidOut({ caption, heads, order = () => nothing, rows, kind, headed = -1 }) {
  const cells = (row) =>
    row.map((cell, index) =>
      index === headed
        ? html`<th scope="row" class=${kind(index)}>${cellText(cell)}</th>`
        : html`<td class=${kind(index)}>${cellText(cell)}</td>`,
    );
  // It can be wider than a phone: then it scrolls, by keyboard too.
  return html`<div class="wide" tabindex="0" role="group" aria-label=${caption || "Table"}>
    <table>
      ${caption ? html`<caption>${caption}</caption>` : nothing}
      <thead>
        <tr>
          ${heads.map((head, index) => html`<th scope="col" class=${kind(index)} aria-sort=${order(index)}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${cells(row)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function cellText(cell) {
  return cell.type === "rich_text" ? richText(cell) : plain(cell);
}

/** Return the words of a cell. */
function plain(cell) {
  if (cell.type !== "rich_text") return cell.text ?? String(cell.value);
  const spans = cell.elements.flatMap((part) => part.elements.flatMap((item) => item.elements ?? [item]));
  return spans.map((span) => span.text ?? span.url ?? "").join("");
}

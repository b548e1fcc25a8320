/** Tables, as Slack lays them out: the first row names the columns. */

import { html, nothing } from "./lit.js";
import { draw } from "./state.js";
import { richText } from "./text.js";

// What Slack shows of a data table before somebody turns the page.
const PAGE = 5;

// How many rows of which table are shown, by block id.
const shown = new Map();

/** Return a `table` block. */
export function table(block) {
  const aligned = block.column_settings ?? [];
  return laidOut(block.rows, "", (index) => aligned[index]?.align ?? "left");
}

/** Return a `data_table` block: its first rows, and a button for the rest. */
export function dataTable(block) {
  const [names, ...rows] = block.rows;
  const some = shown.get(block.block_id) ?? block.page_size ?? PAGE;
  const align = (index) => (rows[0]?.[index].type === "raw_number" ? "right" : "left");
  const more = () => {
    shown.set(block.block_id, rows.length);
    draw();
  };
  return html`${laidOut([names, ...rows.slice(0, some)], block.caption, align, block.row_header_column_index ?? 0)}
  ${rows.length > some
    ? html`<button type="button" class="button" @click=${more}>Show all ${rows.length} rows</button>`
    : nothing}`;
}

function laidOut([names, ...rows], caption, align, headed = -1) {
  const cells = (row) =>
    row.map((cell, index) =>
      index === headed
        ? html`<th scope="row" class=${align(index)}>${cellText(cell)}</th>`
        : html`<td class=${align(index)}>${cellText(cell)}</td>`,
    );
  // It can be wider than a phone: then it scrolls, by keyboard too.
  return html`<div class="wide" tabindex="0" role="group" aria-label=${caption || "Table"}>
    <table>
      ${caption ? html`<caption>${caption}</caption>` : nothing}
      <thead>
        <tr>
          ${names.map((cell, index) => html`<th scope="col" class=${align(index)}>${cellText(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${cells(row)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function cellText(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return cell.text ?? String(cell.value);
}

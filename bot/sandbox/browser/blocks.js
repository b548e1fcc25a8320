/** Blocks: a message, a window or the Home, piece by piece. */

import { chart } from "./charts.js";
import { drawElement, idOf, isLabelable } from "./elements.js";
import { html, nothing, repeat } from "./lit.js";
import { markdown } from "./markdown.js";
import { wrongAt } from "./place.js";
import { richText } from "./rich.js";
import { dataTable, table } from "./tables.js";
import { words } from "./text.js";

/** Return `blocks` as they look at `place`. A block that stays keeps the cursor and what is open in it. */
export function drawBlocks(place, blocks) {
  return repeat(keyed(blocks), ([key]) => key, ([, block]) => html`<div class="block ${block.type}">${drawBlock(place, block)}</div>`);
}

/** Return each block with a key of its own: an app may give two blocks the same id. */
function keyed(blocks) {
  const times = new Map();
  return blocks.map((block) => {
    times.set(block.block_id, (times.get(block.block_id) ?? 0) + 1);
    return [`${times.get(block.block_id)} ${block.block_id}`, block];
  });
}

function drawBlock(place, block) {
  // Whoever meets a new block sees its name and not nothing.
  return (DRAWN[block.type] ?? unknown)(block, place);
}

function section(block, place) {
  const called = block.text?.text ?? "";
  return html`<div class="said">
      ${block.text ? html`<div class="pre">${words(block.text)}</div>` : nothing}
      ${block.fields ? html`<div class="fields">${block.fields.map(fieldOf)}</div>` : nothing}
    </div>
    ${block.accessory ? html`<div class="accessory">${drawElement(place, block, block.accessory, called)}</div>` : nothing}`;
}

const fieldOf = (text) => html`<div class="pre">${words(text)}</div>`;

function header(block) {
  return html`<h3>${words(block.text)}</h3>`;
}

function context(block, place) {
  return block.elements.map((element) =>
    element.type === "image" ? drawElement(place, block, element) : html`<span class="pre">${words(element)}</span>`,
  );
}

function actions(block, place) {
  return block.elements.map((element) => drawElement(place, block, element));
}

function input(block, place) {
  const { element } = block;
  const id = idOf(place, block, element);
  const wrong = wrongAt(place, block, element);
  const label = block.label.text;
  const named = html`${label} ${block.optional ? html`<small>(optional)</small>` : nothing}`;
  return html`${isLabelable(element)
      ? html`<label class="label" for=${id}>${named}</label>`
      : html`<p class="label">${named}</p>`}
    ${drawElement(place, block, element, label)}
    ${wrong ? html`<p class="wrong" id="${id}-wrong">${wrong}</p>` : nothing}
    ${block.hint ? html`<p class="hint" id="${id}-hint">${words(block.hint)}</p>` : nothing}`;
}

function image(block, place) {
  return html`${block.title ? html`<p>${words(block.title)}</p>` : nothing}
  ${drawElement(place, block, { type: "image", alt_text: block.alt_text })}`;
}

// What a color says to whoever sees colors; the others hear it.
const LEVELS = { info: "Note", warning: "Warning", error: "Error", success: "Done" };

function alert(block) {
  const level = LEVELS[block.level];
  return html`<p class="level ${block.level ?? "default"} pre">${level ? html`<strong>${level}:</strong> ` : nothing}${words(block.text)}</p>`;
}

function unknown(block) {
  return html`<p class="hint">(${block.type})</p>`;
}

const DRAWN = {
  section,
  header,
  context,
  actions,
  context_actions: actions,
  input,
  image,
  alert,
  divider: () => html`<hr />`,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
};

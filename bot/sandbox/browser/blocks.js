/** Blocks: a message, a window or the Home, piece by piece. */

import { chart } from "./charts.js";
import { drawElement, idOf } from "./elements.js";
import { html, nothing } from "./lit.js";
import { wrongAt } from "./place.js";
import { dataTable, table } from "./tables.js";
import { marked, richText, words } from "./text.js";

/** Return `blocks` as they look at `place`. */
export function drawBlocks(place, blocks) {
  return blocks.map((block) => html`<div class="block ${block.type}">${drawBlock(place, block)}</div>`);
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
  return html`<label for=${id} id="${id}-label">
      ${label} ${block.optional ? html`<small>(optional)</small>` : nothing}
    </label>
    ${drawElement(place, block, element, label)}
    ${wrong ? html`<p class="wrong" id="${id}-wrong">${wrong}</p>` : nothing}
    ${block.hint ? html`<p class="hint" id="${id}-hint">${words(block.hint)}</p>` : nothing}`;
}

function image(block, place) {
  return html`${block.title ? html`<p>${words(block.title)}</p>` : nothing}
  ${drawElement(place, block, { type: "image", alt_text: block.alt_text })}`;
}

function alert(block) {
  return html`<p class="level ${block.level ?? "default"}">${words(block.text)}</p>`;
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
  rich_text: (block) => richText(block),
  markdown: (block) => html`<div class="pre">${marked(block.text)}</div>`,
  table: (block) => table(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
};

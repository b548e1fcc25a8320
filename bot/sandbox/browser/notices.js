/** The lines above everything: what is going on, and what went wrong. */

import { html, nothing } from "./lit.js";
import { draw, page, told } from "./state.js";

/** Return what is going on, and what went wrong unless a window says so. */
export function notices() {
  const latest = told.told.at(-1)?.trim().split("\n")[0] ?? "";
  return html`<div class="notices">
    ${page.online ? nothing : html`<p role="alert">The sandbox has stopped. Start it again: make demo</p>`}
    ${told.hands_off ? html`<p role="status">${told.hands_off} ${latest}</p>` : nothing}
    ${page.busy.has("clock") ? html`<p role="status">The clock is moving.</p>` : nothing}
    ${told.playing ? html`<p>A day goes by. ${latest}</p>` : nothing}
    ${told.modals.length ? nothing : trouble()}
  </div>`;
}

/** Return what went wrong, on the page or in Slack, until it is put away. */
export function trouble() {
  const errors = told.errors.slice(page.errorsRead).map((error) => `Slack shows: ${error}`);
  const wrong = [page.trouble, ...errors].filter(Boolean);
  if (!wrong.length) return nothing;
  const away = () => {
    page.trouble = "";
    page.errorsRead = told.errors.length;
    draw();
  };
  return html`<p class="trouble" role="alert">
    ${wrong.join(" ")} <button type="button" class="button small" @click=${away}>Put away</button>
  </p>`;
}

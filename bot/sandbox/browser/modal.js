/** Windows: the one on top can be filled in; those below wait. */

import { drawBlocks } from "./blocks.js";
import { html, nothing } from "./lit.js";
import { trouble } from "./notices.js";
import { close, inView, submit } from "./place.js";
import { draw, page, told } from "./state.js";
import { words } from "./text.js";

/** Return the window on top; it is empty while none is open. */
export function modal() {
  const view = told.modals.at(-1);
  return html`<dialog class="modal" aria-labelledby="modal-title" @cancel=${cancelled}>
    ${view ? opened(view, inView("modal", view)) : nothing}
  </dialog>`;
}

function opened(view, place) {
  const below = told.modals.length - 1;
  const sending = page.busy.has(`${place.id} submit`);
  return html`<form novalidate @submit=${(event) => sent(event, place, view)}>
    <header>
      <h2 id="modal-title" tabindex="-1">${view.title.text}</h2>
      ${below ? html`<small>Window ${below + 1}; ${below} below</small>` : nothing}
      <button type="button" class="cross" aria-label="Close" @click=${() => close(place)}>✕</button>
    </header>
    ${trouble()}
    <div class="content" tabindex="0" role="region" aria-label="Window">${drawBlocks(place, view.blocks)}</div>
    <footer>
      <button type="button" class="button" @click=${() => close(place)}>
        ${below ? "‹ Back" : (view.close?.text ?? "Close")}
      </button>
      ${view.submit
        ? html`<button
            type="submit"
            class="button primary"
            aria-busy=${sending ? "true" : nothing}
            aria-disabled=${sending ? "true" : nothing}
          >
            ${sending ? "Sending…" : view.submit.text}
          </button>`
        : nothing}
    </footer>
  </form>`;
}

async function sent(event, place, view) {
  event.preventDefault();
  // Enter in a window that asks for nothing sends nothing.
  if (!view.submit) return;
  await submit(place);
  // After the sentences have been drawn.
  if (page.wrong.get(place.id)?.size) setTimeout(toWrong);
}

function toWrong() {
  const block = document.querySelector("dialog.modal .wrong")?.closest(".block");
  block?.querySelector("input, select, textarea, summary")?.focus();
}

function cancelled(event) {
  // The window goes when the workspace says so.
  event.preventDefault();
  const view = told.modals.at(-1);
  if (view) close(inView("modal", view));
}

/** Return the question that a button asks before it does anything. */
export function question() {
  const { confirm, proceed } = page.asking ?? {};
  const answer = (yes) => {
    page.asking = null;
    draw();
    if (yes) proceed();
  };
  return html`<dialog class="question" aria-labelledby="question-title" @cancel=${() => answer(false)}>
    ${confirm
      ? html`<h2 id="question-title" tabindex="-1">${confirm.title.text}</h2>
          <p class="pre">${words(confirm.text)}</p>
          <footer>
            <button type="button" class="button" @click=${() => answer(false)}>${confirm.deny.text}</button>
            <button type="button" class="button ${confirm.style ?? "primary"}" @click=${() => answer(true)}>
              ${confirm.confirm.text}
            </button>
          </footer>`
      : nothing}
  </dialog>`;
}

/** Where the cursor goes when windows come and go: as in Slack, nobody has to look for it. */

import { page, told } from "./state.js";

// The last thing touched in each window, by its id on the page.
const left = new Map();

let shown = "";

/** Open and close the windows as drawn, and put the cursor where whoever types expects it. */
export function settle() {
  const view = told.modals.at(-1);
  const dialog = document.querySelector("dialog.modal");
  toggle(dialog, Boolean(view));
  toggle(document.querySelector("dialog.question"), Boolean(page.asking));
  if (view && view.id !== shown) enter(dialog, view);
  else if (view && !dialog.contains(document.activeElement)) (leftIn(dialog, view) ?? title(dialog)).focus();
  else if (!view && document.activeElement === document.body && shown) document.querySelector("main .said")?.focus();
  shown = view?.id ?? "";
}

/** Come back to where one was in a window, or begin where the bot says, or at its first field. */
function enter(dialog, view) {
  const content = dialog.querySelector(".content");
  const first = content.querySelector("[data-first]");
  const field = content.querySelector("input, select, textarea, .several > summary");
  content.scrollTop = 0;
  const wanted = leftIn(dialog, view) ?? first ?? field;
  // Whoever opens a long text begins at its beginning, wherever its first field is.
  (wanted && isInSight(wanted, content) ? wanted : title(dialog)).focus({ preventScroll: true });
}

function isInSight(element, content) {
  return element.getBoundingClientRect().bottom <= content.getBoundingClientRect().bottom;
}

/** Return what was touched last in a window, if it is still there. */
function leftIn(dialog, view) {
  const before = document.getElementById(left.get(view.id) ?? "");
  return dialog.contains(before) ? before : null;
}

const title = (dialog) => dialog.querySelector("h2");

function toggle(dialog, wanted) {
  if (wanted && !dialog.open) dialog.showModal();
  // Closing puts the cursor back to where it was before the window opened.
  if (!wanted && dialog.open) dialog.close();
}

document.addEventListener("focusin", ({ target }) => {
  const view = target.closest("dialog.modal") && told.modals.at(-1);
  // A window that opens has its title touched by the browser; that was nobody's wish.
  if (view && target.id.startsWith(view.id)) left.set(view.id, target.id);
});

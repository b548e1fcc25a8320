/** What is pressed: buttons, icons, thumbs, and the menu behind three dots. */

import { html, nothing } from "./lit.js";
import { addressOf, isBusy, sure, tap } from "./place.js";
import { page } from "./state.js";

// Slack has one icon so far. Drawn, as not every machine has a letter for it.
const ICONS = { trash: "M2 4h12M6 4V2h4v2M4 4l1 10h6l1-10M7 7v4M9 7v4" };

/** Return a button; it waits until the bot has answered. */
export function button(place, block, element, field) {
  const label = element.text.text;
  return pressable(place, addressOf(block, element, label), {
    id: field.id,
    label: element.accessibility_label,
    style: element.style,
    shown: html`${label}${element.url ? html` <span aria-hidden="true">↗</span>` : nothing}`,
    press: (press) => sure(element.confirm, () => opened(element.url, press)),
  });
}

/** Return a button that is an icon in Slack, and has its words here. */
export function iconButton(place, block, element, field) {
  if (!isFor(element, page.person)) return nothing;
  const label = element.text.text;
  return pressable(place, addressOf(block, element, label), {
    id: field.id,
    label: element.accessibility_label,
    shown: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[element.icon]} /></svg> ${label}`,
    press: (press) => sure(element.confirm, press),
  });
}

const isFor = (element, person) => element.visible_to_user_ids?.includes(person) ?? true;

/** Return the two thumbs, with their words. */
export function feedback(place, block, element, field) {
  return [element.positive_button, element.negative_button].map((face, index) =>
    pressable(place, addressOf(block, element, face.text.text), {
      id: `${field.id}-${index}`,
      label: face.accessibility_label,
      shown: face.text.text,
      press: (press) => press(),
    }),
  );
}

/** Return one thing to press. While it waits it stays where the cursor is: `disabled` loses it. */
function pressable(place, address, { id, label, style = "", shown, press }) {
  const busy = isBusy(place, address);
  return html`<button
    type="button"
    id=${id}
    class="button ${style}"
    aria-label=${label ?? nothing}
    aria-busy=${busy ? "true" : nothing}
    aria-disabled=${busy ? "true" : nothing}
    @click=${() => busy || press(() => tap(place, address))}
  >
    ${shown}
  </button>`;
}

/** Return the menu behind three dots. */
export function overflow(place, block, element, field) {
  return html`<details class="overflow" @keydown=${escaped} @focusout=${left}>
    <summary id=${field.id} aria-label="More actions">…</summary>
    <div class="offered">${element.options.map((option) => offered(place, block, element, option))}</div>
  </details>`;
}

function offered(place, block, element, option) {
  const press = () => tap(place, addressOf(block, element, option.text.text));
  return html`<button
    type="button"
    @click=${(event) => {
      shut(event.target.closest("details"));
      sure(element.confirm, () => opened(option.url, press));
    }}
  >
    ${option.text.text} ${option.description ? html`<small>${option.description.text}</small>` : nothing}
  </button>`;
}

/** Escape closes a menu first, and only then the window around it. */
export function escaped(event) {
  const details = event.currentTarget;
  if (event.key !== "Escape" || !details.open) return;
  event.preventDefault();
  event.stopPropagation();
  shut(details);
}

/** A menu is shut by going elsewhere. */
function left(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}

function shut(details) {
  details.querySelector("summary").focus();
  details.open = false;
}

/** Open an address in a page of its own, as Slack does, and tell the bot too. */
function opened(url, press) {
  if (url) window.open(url, "_blank", "noopener");
  press();
}

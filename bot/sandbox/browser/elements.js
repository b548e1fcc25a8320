/** Interactive elements: whatever can be pressed, chosen or filled in. */

import { button, feedback, iconButton, overflow } from "./buttons.js";
import { html, live, nothing } from "./lit.js";
import { menu } from "./menus.js";
import { addressOf, choose, isBusy, valueAt, wrongAt } from "./place.js";
import { words } from "./text.js";
import { picker, typed } from "./typing.js";

/** Return an element of `block`; `label` is what it is called where it has no words of its own. */
export function drawElement(place, block, element, label = "") {
  const drawn = DRAWN[element.type] ?? menu;
  return drawn(place, block, element, fieldOf(place, block, element, label));
}

/** Return the id of an element on the page: of its label, its error and its hint. */
export function idOf(place, block, element) {
  const address = `${place.id}-${block.block_id}-${element.action_id}`;
  // Whatever an app calls things: two names never become one.
  return address.replace(/[^a-zA-Z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`);
}

function fieldOf(place, block, element, label) {
  const id = idOf(place, block, element);
  const wrong = wrongAt(place, block, element);
  const about = [wrong && `${id}-wrong`, block.hint && `${id}-hint`].filter(Boolean);
  return {
    id,
    label: label || element.accessibility_label || element.placeholder?.text || "Choose",
    value: element.action_id && isField(element) ? valueAt(place, block, element) : "",
    busy: isBusy(place, addressOf(block, element)),
    invalid: wrong ? "true" : nothing,
    first: Boolean(element.focus_on_load),
    required: block.type === "input" && !block.optional ? "true" : nothing,
    describedBy: about.length ? about.join(" ") : nothing,
  };
}

const isField = (element) => !["button", "image", "overflow", "feedback_buttons", "icon_button"].includes(element.type);

/** Return whether the browser ties a label to this by itself; others carry it as their name. */
export function isLabelable(element) {
  return !["radio_buttons", "checkboxes"].includes(element.type) && !element.type.startsWith("multi_");
}

function ticks(place, block, element, field) {
  const several = element.type === "checkboxes";
  const chosen = several ? field.value : [field.value];
  const pick = ({ value }) => choose(place, block, element, several ? toggled(chosen, value) : value);
  const tick = (option, index) => html`<label class="tick">
    <input
      type=${several ? "checkbox" : "radio"}
      id="${field.id}-${index}"
      name=${field.id}
      aria-invalid=${field.invalid}
      aria-describedby=${field.describedBy}
      ?data-first=${field.first && index === 0}
      .checked=${live(chosen.includes(option.value))}
      @change=${() => pick(option)}
    />
    <span>
      ${words(option.text)}
      ${option.description ? html`<small>${words(option.description)}</small>` : nothing}
    </span>
  </label>`;
  return html`<div role=${several ? "group" : "radiogroup"} aria-label=${field.label} class="ticks">
    ${element.options.map(tick)}
  </div>`;
}

function toggled(chosen, value) {
  return chosen.includes(value) ? chosen.filter((held) => held !== value) : [...chosen, value];
}

function image(place, block, element) {
  // Pictures lie elsewhere, and the page asks for nothing elsewhere: their words stand for them.
  return html`<span class="picture" role="img" aria-label=${element.alt_text}>${element.alt_text}</span>`;
}

const DRAWN = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  radio_buttons: ticks,
  checkboxes: ticks,
  plain_text_input: typed,
  number_input: typed,
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: picker("datetime-local"),
  image,
};

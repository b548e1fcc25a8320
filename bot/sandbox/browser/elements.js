/** Interactive elements: whatever can be pressed, chosen or filled in. */

import { fromInput, toInput } from "./dates.js";
import { html, live, nothing } from "./lit.js";
import { menu } from "./menus.js";
import { addressOf, choose, enter, isBusy, tap, tells, valueAt, wrongAt } from "./place.js";
import { draw, me, page } from "./state.js";
import { words } from "./text.js";

/** Return an element of `block`; `label` is what it is called where it has no words of its own. */
export function drawElement(place, block, element, label = "") {
  const drawn = DRAWN[element.type] ?? menu;
  return drawn(place, block, element, fieldOf(place, block, element, label));
}

/** Return the id of an element on the page: of its label, its error and its hint. */
export function idOf(place, block, element) {
  return `${place.id}-${block.block_id}-${element.action_id}`.replace(/[^\w-]/g, "_");
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
    describedBy: about.length ? about.join(" ") : nothing,
  };
}

const isField = (element) => !["button", "image", "overflow", "feedback_buttons", "icon_button"].includes(element.type);

function button(place, block, element) {
  const label = element.text.text;
  const address = addressOf(block, element, label);
  const busy = isBusy(place, address);
  return html`<button
    type="button"
    class="button ${element.style ?? ""}"
    aria-label=${element.accessibility_label ?? nothing}
    aria-busy=${busy ? "true" : nothing}
    ?disabled=${busy}
    @click=${() => sure(element.confirm, () => pressed(place, element, address))}
  >
    ${label}
  </button>`;
}

function pressed(place, element, address) {
  if (element.url) window.open(element.url, "_blank", "noopener");
  tap(place, address);
}

/** Do it at once, or after the question that belongs to it. */
function sure(confirm, proceed) {
  if (!confirm) {
    proceed();
    return;
  }
  page.asking = { confirm, proceed };
  draw();
}

function iconButton(place, block, element) {
  return button(place, block, { ...element, style: "" });
}

function feedback(place, block, element) {
  return [element.positive_button, element.negative_button].map(
    (face) => html`<button
      type="button"
      class="button"
      aria-label=${face.accessibility_label ?? nothing}
      @click=${() => tap(place, addressOf(block, element, face.text.text))}
    >
      ${face.text.text}
    </button>`,
  );
}

function overflow(place, block, element) {
  return html`<details class="overflow">
    <summary aria-label="More">…</summary>
    <div class="offered">
      ${element.options.map(
        (option) => html`<button
          type="button"
          @click=${(event) => {
            event.target.closest("details").open = false;
            tap(place, addressOf(block, element, option.text.text));
          }}
        >
          ${option.text.text}
        </button>`,
      )}
    </div>
  </details>`;
}

function ticks(place, block, element, field) {
  const several = element.type === "checkboxes";
  const chosen = several ? field.value : [field.value];
  const pick = (option) => {
    if (tells(block)) tap(place, addressOf(block, element, option.text.text));
    else choose(place, block, element, several ? toggled(chosen, option.value) : option.value);
  };
  return html`<div
    id=${field.id}
    role=${several ? "group" : "radiogroup"}
    aria-label=${field.label}
    aria-describedby=${field.describedBy}
    class="ticks"
  >
    ${element.options.map(
      (option) => html`<label class="tick">
        <input
          type=${several ? "checkbox" : "radio"}
          name=${field.id}
          value=${option.value}
          .checked=${live(chosen.includes(option.value))}
          @change=${() => pick(option)}
        />
        <span>
          ${words(option.text)}
          ${option.description ? html`<small>${words(option.description)}</small>` : nothing}
        </span>
      </label>`,
    )}
  </div>`;
}

function toggled(chosen, value) {
  return chosen.includes(value) ? chosen.filter((held) => held !== value) : [...chosen, value];
}

function typed(place, block, element, field) {
  const multiline = element.multiline;
  const onInput = (event) => enter(place, block, element, event.target.value);
  const onKey = (event) => {
    if (event.key === "Enter" && tells(block) && !multiline) {
      event.preventDefault();
      choose(place, block, element, event.target.value);
    }
  };
  if (multiline) {
    return html`<textarea
      id=${field.id}
      rows="4"
      placeholder=${element.placeholder?.text ?? ""}
      aria-describedby=${field.describedBy}
      aria-invalid=${field.invalid}
      .value=${live(field.value)}
      @input=${onInput}
    ></textarea>`;
  }
  return html`<input
    id=${field.id}
    type="text"
    inputmode=${element.type === "number_input" ? "decimal" : "text"}
    autocomplete="off"
    placeholder=${element.placeholder?.text ?? ""}
    aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${live(field.value)}
    @input=${onInput}
    @keydown=${onKey}
  />`;
}

/** Return a picker of the browser's own; `type` is date, time or datetime-local. */
function picker(type) {
  return (place, block, element, field) => {
    const zone = me()?.zone;
    const moment = type === "datetime-local" && field.value;
    const shown = moment ? toInput(Number(field.value) * 1000, zone) : field.value;
    const read = (text) => (type === "datetime-local" && text ? String(fromInput(text, zone)) : text);
    return html`<input
      id=${field.id}
      type=${type}
      aria-label=${field.label}
      aria-describedby=${field.describedBy}
      aria-invalid=${field.invalid}
      .value=${live(shown)}
      @change=${(event) => choose(place, block, element, read(event.target.value))}
    />`;
  };
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

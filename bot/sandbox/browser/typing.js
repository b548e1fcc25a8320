/** What is typed in, and the browser's own pickers of days, hours and moments. */

import { fromInput, toInput } from "./dates.js";
import { html, live, nothing } from "./lit.js";
import { choose, dispatch, enter, tells } from "./place.js";
import { me } from "./state.js";

// So long a pause in typing, in milliseconds, and the bot hears what stands there.
const PAUSE = 300;

/** Return a field for text or a number. */
export function typed(place, block, element, field) {
  const on = (trigger) => tells(block) && triggers(element).includes(trigger);
  const onInput = (event) => {
    enter(place, block, element, event.target.value);
    if (on("on_character_entered")) soon(field.id, () => dispatch(place, block, element));
  };
  const onKey = (event) => {
    if (event.key !== "Enter" || element.multiline || !on("on_enter_pressed")) return;
    event.preventDefault();
    dispatch(place, block, element);
  };
  return element.multiline
    ? html`<textarea
        id=${field.id}
        rows="4"
        placeholder=${element.placeholder?.text ?? ""}
        aria-describedby=${field.describedBy}
        aria-invalid=${field.invalid}
        aria-required=${field.required}
        ?data-first=${field.first}
        .value=${live(field.value)}
        @input=${onInput}
      ></textarea>`
    : html`<input
        id=${field.id}
        type="text"
        inputmode=${inputMode(element)}
        autocomplete="off"
        placeholder=${element.placeholder?.text ?? ""}
        aria-describedby=${field.describedBy}
        aria-invalid=${field.invalid}
        aria-required=${field.required}
        ?data-first=${field.first}
        .value=${live(field.value)}
        @input=${onInput}
        @keydown=${onKey}
      />`;
}

function inputMode(element) {
  if (element.type !== "number_input") return "text";
  // A phone's keys for whole numbers have no minus.
  return element.is_decimal_allowed || !(Number(element.min_value) >= 0) ? "decimal" : "numeric";
}

/** Return when Slack tells the bot of what is typed: it fills this in for text, not for numbers. */
function triggers(element) {
  return element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
}

const waiting = new Map();

function soon(id, work) {
  clearTimeout(waiting.get(id));
  waiting.set(id, setTimeout(work, PAUSE));
}

/** Return a picker of the browser's own; `type` is date, time or datetime-local. */
export function picker(type) {
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
        aria-required=${field.required}
        ?data-first=${field.first}
        .value=${live(shown)}
        @change=${(event) => choose(place, block, element, read(event.target.value))}
      />
      ${element.timezone ? html`<small class="zone">${element.timezone.replaceAll("_", " ")}</small>` : nothing}`;
  };
}

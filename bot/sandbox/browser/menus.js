/** Menus: one or several of what is offered, whether options, people or conversations. */

import { escaped } from "./buttons.js";
import { html, live, nothing } from "./lit.js";
import { choose } from "./place.js";
import { told } from "./state.js";

// More than this are easier to find by typing.
const MANY = 8;

/** Return a menu; `field` has its label, value and what ties them together (see elements.js). */
export function menu(place, block, element, field) {
  const groups = offered(element);
  return element.type.startsWith("multi_")
    ? several(place, block, element, field, groups)
    : one(place, block, element, field, groups);
}

function one(place, block, element, field, groups) {
  const empty = element.placeholder?.text ?? "Choose";
  const option = ({ value, label, about }) =>
    html`<option value=${value} ?selected=${value === field.value}>${about ? `${label} – ${about}` : label}</option>`;
  return html`<select
    id=${field.id}
    aria-label=${field.label}
    aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    aria-required=${field.required}
    ?data-first=${field.first}
    aria-busy=${field.busy ? "true" : nothing}
    .value=${live(field.value)}
    @change=${(event) => choose(place, block, element, event.target.value)}
  >
    <option value="" ?selected=${!field.value}>${empty}</option>
    ${groups.map(({ name, options }) =>
      name ? html`<optgroup label=${name}>${options.map(option)}</optgroup>` : options.map(option),
    )}
  </select>`;
}

function several(place, block, element, field, groups) {
  const chosen = new Set(field.value);
  const options = groups.flatMap((group) => group.options);
  const names = options.filter(({ value }) => chosen.has(value)).map(({ label }) => label);
  const most = element.max_selected_items ?? Infinity;
  const toggle = (value) => {
    const left = field.value.filter((held) => held !== value);
    choose(place, block, element, chosen.has(value) ? left : [...left, value]);
  };
  const tick = ({ value, label, about }) => html`<label class="tick">
    <input
      type="checkbox"
      ?disabled=${chosen.size >= most && !chosen.has(value)}
      .checked=${live(chosen.has(value))}
      @change=${() => toggle(value)}
    />
    <span>${label} ${about ? html`<small>${about}</small>` : nothing}</span>
  </label>`;
  return html`<details class="several" @keydown=${escaped}>
    <summary
      id=${field.id}
      class=${field.invalid === "true" ? "invalid" : ""}
      aria-describedby=${field.describedBy}
      ?data-first=${field.first}
    >
      <span class="unseen">${field.label}:</span>
      ${names.length ? names.join(", ") : (element.placeholder?.text ?? "Choose")}
    </summary>
    ${options.length > MANY ? finder() : nothing}
    <div role="group" aria-label=${field.label} class="offered">
      ${most < options.length ? html`<p class="hint">Up to ${most}</p>` : nothing}
      ${groups.map((group) =>
        group.name
          ? html`<div role="group" aria-label=${group.name}>
              <p class="group" aria-hidden="true">${group.name}</p>
              ${group.options.map(tick)}
            </div>`
          : group.options.map(tick),
      )}
    </div>
  </details>`;
}

function finder() {
  const find = (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const label of event.target.nextElementSibling.querySelectorAll("label")) {
      label.hidden = !label.textContent.toLowerCase().includes(wanted);
    }
  };
  // Enter looks no further, and must not submit the form around it.
  const stay = (event) => event.key === "Enter" && event.preventDefault();
  return html`<input type="search" placeholder="Find" aria-label="Find in the list" @input=${find} @keydown=${stay} />`;
}

/** Return what a menu offers, in groups; a single group has no name. */
function offered(element) {
  const kind = element.type.replace("multi_", "");
  const shape = (options) =>
    options.map(({ value, text, description }) => ({ value, label: text.text, about: description?.text }));
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ name: group.label.text, options: shape(group.options) }));
  }
  if (kind === "static_select") return [{ name: "", options: shape(element.options) }];
  return [{ name: "", options: KNOWN[kind](element.filter) }];
}

const people = () =>
  told.people
    .filter((person) => !person.deleted)
    .map((person) => ({ value: person.slack_id, label: person.name }));

const channels = () =>
  Object.entries(told.names)
    .filter(([id]) => id.startsWith("C"))
    .map(([id, name]) => ({ value: id, label: `#${name}` }));

/** Return people and channels; a filter can leave either out. */
function conversations({ include = ["im", "private", "public"] } = {}) {
  const withChannels = include.includes("private") || include.includes("public");
  return [...(include.includes("im") ? people() : []), ...(withChannels ? channels() : [])];
}

const KNOWN = { users_select: people, channels_select: channels, conversations_select: conversations };

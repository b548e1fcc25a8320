/** Menus: one or several of what is offered, whether options, people or conversations. */

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
  const option = ({ value, label }) =>
    html`<option value=${value} ?selected=${value === field.value}>${label}</option>`;
  return html`<select
    id=${field.id}
    aria-label=${field.label || nothing}
    aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    ?disabled=${field.busy}
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
  const toggle = (value) => {
    const left = field.value.filter((held) => held !== value);
    choose(place, block, element, chosen.has(value) ? left : [...left, value]);
  };
  return html`<details class="several">
    <summary
      id=${field.id}
      aria-describedby=${field.describedBy}
    >
      <span class="unseen">${field.label}:</span>
      ${names.length ? names.join(", ") : (element.placeholder?.text ?? "Choose")}
    </summary>
    ${options.length > MANY ? finder() : nothing}
    <div role="group" aria-label=${field.label} class="offered">
      ${options.map(
        ({ value, label }) => html`<label class="tick">
          <input
            type="checkbox"
            value=${value}
            .checked=${live(chosen.has(value))}
            @change=${() => toggle(value)}
          />
          ${label}
        </label>`,
      )}
    </div>
  </details>`;
}

function finder() {
  const find = (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const label of event.target.nextElementSibling.children) {
      label.hidden = !label.textContent.toLowerCase().includes(wanted);
    }
  };
  return html`<input type="search" placeholder="Find" aria-label="Find in the list" @input=${find} />`;
}

/** Return what a menu offers, in groups; a single group has no name. */
function offered(element) {
  const kind = element.type.replace("multi_", "");
  const shape = (options) =>
    options.map((option) => ({ value: option.value, label: option.text.text }));
  if (element.option_groups) {
    return element.option_groups.map((group) => ({
      name: group.label.text,
      options: shape(group.options),
    }));
  }
  if (kind === "static_select") return [{ name: "", options: shape(element.options) }];
  return [{ name: "", options: KNOWN[kind]() }];
}

const people = () =>
  told.people
    .filter((person) => !person.deleted)
    .map((person) => ({ value: person.slack_id, label: person.name }));

const channels = () =>
  Object.entries(told.names)
    .filter(([id]) => id.startsWith("C"))
    .map(([id, name]) => ({ value: id, label: `#${name}` }));

const KNOWN = {
  users_select: people,
  channels_select: channels,
  conversations_select: () => [...people(), ...channels()],
};

/** Where somebody types: words for the app, or a command, with what may follow it. */

import { act } from "./link.js";
import { html, nothing, repeat } from "./lit.js";
import { draw, me, page, told } from "./state.js";

/** Return the line in which somebody types in `channel`. */
export function composer(channel) {
  if (me()?.deleted) return html`<p class="empty">${me().name} is deactivated and can type nothing.</p>`;
  const offered = suggestions();
  const marked = offered[page.marked];
  return html`<form class="composer" @submit=${(event) => submitted(event, channel)}>
    ${offered.length
      ? html`<ul class="suggestions" id="suggestions" role="listbox" aria-label="Commands">
          ${repeat(offered, (one) => one.typed, (one, index) => suggestion(one, index))}
        </ul>`
      : nothing}
    <label class="unseen" for="draft">Message or command</label>
    <input
      id="draft"
      type="text"
      autocomplete="off"
      placeholder=${channel?.dm === false ? "Type / for a command" : `Message ${told.app}, or type / for a command`}
      role="combobox"
      aria-expanded=${offered.length ? "true" : "false"}
      aria-controls="suggestions"
      aria-autocomplete="list"
      aria-activedescendant=${marked ? `suggestion-${page.marked}` : nothing}
      .value=${page.draft}
      @input=${typed}
      @keydown=${(event) => pressed(event, offered, channel)}
    />
    <button type="submit" class="button primary" aria-disabled=${page.busy.has("typing") ? "true" : nothing}>Send</button>
  </form>`;
}

function suggestion(one, index) {
  return html`<li
    id="suggestion-${index}"
    role="option"
    aria-selected=${index === page.marked ? "true" : "false"}
    @mousedown=${(event) => {
      event.preventDefault();
      take(one);
    }}
  >
    <strong>${one.typed}</strong> <small>${one.about}</small>
  </li>`;
}

/** Return what may be meant by what is typed so far: commands, then what may follow one. */
function suggestions() {
  // Escape folds the list away until something else is typed.
  if (!page.draft.startsWith("/") || page.draft === page.folded) return [];
  const offered = told.commands.flatMap(({ command, description, usage_hint }) => [
    { typed: command, about: description },
    ...usage_hint
      .split("|")
      .map((hint) => hint.trim())
      .filter(Boolean)
      .map((hint) => ({ typed: `${command} ${hint}`, about: "" })),
  ]);
  const draft = page.draft.trimEnd();
  return offered.filter(({ typed }) => typed.startsWith(draft) && typed !== draft);
}

function typed(event) {
  page.draft = event.target.value;
  page.marked = -1;
  draw();
}

function take(one) {
  page.draft = `${one.typed} `;
  page.marked = -1;
  draw();
  document.querySelector("#draft").focus();
}

function pressed(event, offered, channel) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && offered.length) {
    event.preventDefault();
    // One more place than there are suggestions: none of them.
    const places = offered.length + 1;
    page.marked = ((page.marked + 1 + step + places) % places) - 1;
    draw();
  } else if (event.key === "Tab" && !event.shiftKey && offered[page.marked]) {
    event.preventDefault();
    take(offered[page.marked]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (offered[page.marked]) take(offered[page.marked]);
    else say(channel);
  } else if (event.key === "Escape") {
    page.folded = page.draft;
    draw();
  }
}

function submitted(event, channel) {
  event.preventDefault();
  say(channel);
}

async function say(channel) {
  const text = page.draft.trim();
  if (!text || page.busy.has("typing")) return;
  const room = channel && !channel.dm ? { channel: channel.id } : {};
  if (text.startsWith("/")) await send("command", { text, ...room });
  else if (!room.channel) await send("type", { text });
  else page.trouble = "In this sandbox only commands can be typed in a channel. They begin with /.";
  draw();
}

/** Send what was typed; what could not be sent stands there again, if one is still there too. */
async function send(deed, body) {
  const { person, room } = page;
  page.draft = "";
  const done = await act(deed, body, "typing");
  const still = page.person === person && page.room === room && !page.draft;
  if (!done && still) page.draft = body.text;
}

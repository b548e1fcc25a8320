/** A conversation: what was said, day by day, and where somebody can type. */

import { drawBlocks } from "./blocks.js";
import { avatar, named } from "./columns.js";
import { composer } from "./composer.js";
import { clockTime, longDay, momentOf } from "./dates.js";
import { go } from "./going.js";
import { html, nothing, repeat } from "./lit.js";
import { inMessage, inView } from "./place.js";
import { me, messages, openChannel, page, told } from "./state.js";
import { marked } from "./text.js";

/** Return the conversation that is open. */
export function conversation() {
  const channel = openChannel();
  const title = page.room === "app" ? told.app : channel ? named(channel) : "";
  return html`<header class="title">
      <h2><bdi>${title}</bdi></h2>
      ${page.room === "app" ? tabs() : html`<small>${channel?.members ?? 0} members</small>`}
    </header>
    <div class="said talk" tabindex="0" role="region" aria-label="Messages">
      <ol class="messages">
        ${repeat(inOrder(channel), (shown) => shown.key, (shown) => shown.drawn())}
      </ol>
      ${channel ? nothing : html`<p class="empty">Nothing has been said here yet. Type /resiliency help below.</p>`}
    </div>
    ${composer(channel)}`;
}

/** Return the tabs of the app: Slack has both above its conversation. */
export function tabs() {
  const tab = (room, name) => html`<button
    type="button"
    aria-current=${page.room === room ? "page" : nothing}
    @click=${() => go(room)}
  >
    ${name}
  </button>`;
  return html`<div class="tabs">${tab("home", "Home")} ${tab("app", "Messages")}</div>`;
}

/** Return the Home as the bot last showed it. */
export function home() {
  return html`<header class="title">
      <h2>${told.app}</h2>
      ${tabs()}
    </header>
    <div class="said home" tabindex="0" role="region" aria-label="Home">
      ${told.home
        ? drawBlocks(inView("home", told.home), told.home.blocks)
        : html`<p class="empty">The app has shown no Home yet.</p>`}
    </div>`;
}

/** Return messages and the days between them, each with a key of its own. */
function inOrder(channel) {
  const zone = me()?.zone;
  const said = [...messages.values()]
    .filter((message) => message.channel === channel?.id)
    .sort((one, other) => Number(one.ts) - Number(other.ts));
  const shown = [];
  let day = "";
  for (const message of said) {
    const on = longDay(momentOf(message.ts), zone);
    if (on !== day) shown.push({ key: on, drawn: () => html`<li class="day"><span>${on}</span></li>` });
    day = on;
    shown.push({ key: message.ts, drawn: () => drawMessage(message, zone) });
  }
  return shown;
}

function drawMessage(message, zone) {
  const own = message.user === page.person;
  return html`<li class="message ${message.ephemeral ? "ephemeral" : ""}" data-ts=${message.ts}>
    ${avatar(message.name, own ? "" : "bot")}
    <div class="body">
      ${message.ephemeral ? html`<p class="only">Only visible to you</p>` : nothing}
      <p class="by">
        <strong><bdi>${message.name}</bdi></strong>
        ${message.bot_id ? html`<span class="app">APP</span>` : nothing}
        <time>${clockTime(momentOf(message.ts), zone)}</time>
      </p>
      ${message.blocks?.length
        ? drawBlocks(inMessage(message), message.blocks)
        : html`<div class="pre">${marked(message.text)}</div>`}
      ${message.edited ? html`<small class="edited">(edited)</small>` : nothing}
      ${(message.files ?? []).map(file)}
    </div>
  </li>`;
}

function file(given) {
  if (given.mode === "tombstone") return html`<p class="file">This file was deleted.</p>`;
  return html`<p class="file">
    <a href=${new URL(given.permalink).pathname} download><bdi>${given.title}</bdi></a>
    <small>${Math.max(1, Math.round(given.size / 1000))} kB</small>
  </p>`;
}

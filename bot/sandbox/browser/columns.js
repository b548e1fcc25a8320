/** The three columns: whom one can be, where one can go, and the conversation. */

import { weekdayTime } from "./dates.js";
import { be, go, groups, isNew, TOOLS } from "./going.js";
import { html, nothing, repeat } from "./lit.js";
import { me, page, present, told } from "./state.js";

/** Return the people to be, with role, shift and local time. */
export function peopleColumn() {
  return html`<nav class="people" aria-label="People">
    <h2>Be somebody</h2>
    ${groups().map(
      ([role, people]) => html`<h3>${role}</h3>
        <ul>
          ${repeat(people, (person) => person.slack_id, personLine)}
        </ul>`,
    )}
  </nav>`;
}

function personLine(person) {
  const shift = person.note.split(", ")[1];
  const chosen = person.slack_id === page.person;
  return html`<li>
    <button
      type="button"
      aria-current=${chosen ? "true" : nothing}
      @click=${() => be(person.slack_id)}
    >
      ${avatar(person.name)}
      <bdi class="name">${person.name}</bdi>
      <small>
        ${[shift, weekdayTime(present(), person.zone)].filter(Boolean).join(" · ")}
        ${isNew(person) ? html`<span class="badge">new</span>` : nothing}
        ${person.deleted ? html`<span class="badge">deactivated</span>` : nothing}
      </small>
    </button>
  </li>`;
}

/** Return a sign for somebody: the first letters of their name. */
export function avatar(name, kind = "") {
  const letters = name.split(" ").map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();
  return html`<span class="avatar ${kind}" aria-hidden="true">${letters}</span>`;
}

/** Return where whoever one is can go. */
export function roomsColumn() {
  const person = me();
  const channels = told.channels.filter((channel) => !channel.dm);
  return html`<nav class="rooms" aria-label="Conversations">
    ${person
      ? html`<h2><bdi>${person.name}</bdi></h2>
          <h3>App</h3>
          <ul>
            ${room("app", told.app)} ${room("home", "Home")}
          </ul>
          ${channels.length ? html`<h3>Channels</h3>` : nothing}
          <ul>
            ${channels.map((channel) => room(channel.id, named(channel)))}
          </ul>`
      : nothing}
    <h3>This sandbox</h3>
    <ul>
      ${Object.entries(TOOLS).map(([id, name]) => room(id, name, id === "refused" ? told.refusals.length : 0))}
      <li><button type="button" @click=${turn}>Dark or light</button></li>
    </ul>
  </nav>`;
}

function turn() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
}

function room(id, name, count = 0) {
  return html`<li>
    <button type="button" aria-current=${page.room === id ? "true" : nothing} @click=${() => go(id)}>
      ${name} ${count ? html`<span class="badge">${count}</span>` : nothing}
    </button>
  </li>`;
}

/** Return what a channel is called, and whether only its members see it. */
export function named(channel) {
  return html`# <bdi>${channel.name}</bdi> ${channel.private ? html`<small>private</small>` : nothing}`;
}

/** The page: what is drawn, and when. */

import { clock } from "./clock.js";
import { peopleColumn, roomsColumn } from "./columns.js";
import { conversation, home } from "./conversation.js";
import { settle } from "./cursor.js";
import { be, followAddress, show, TOOLS } from "./going.js";
import { html, render, repeat } from "./lit.js";
import { modal, question } from "./modal.js";
import { notices } from "./notices.js";
import { draw, drawWith, me, page, told } from "./state.js";
import { tool } from "./tools.js";

// As long as a minute changes within a second of its own, nobody sees a clock that lags.
const TICK = 1000;

const root = document.querySelector("#page");

function layout() {
  document.title = me() ? `${me().name} · Sandbox` : "Sandbox";
  return html`<div class="workspace" data-pane=${page.pane}>
    <button type="button" class="skip" @click=${skip}>Skip to what is shown</button>
    <header class="top">
      <button type="button" class="back" @click=${() => show(page.pane === "talk" && page.person ? "rooms" : "people")}>
        ‹ ${page.pane === "talk" && page.person ? "Back" : "People"}
      </button>
      <h1>Sandbox</h1>
      ${clock()}
    </header>
    ${notices()} ${peopleColumn()} ${roomsColumn()}
    <main>${talk()}</main>
    ${modal()} ${question()}
    <div class="unseen" role="log" aria-label="What the app says">
      ${repeat(page.announced, ({ key }) => key, ({ words }) => html`<p>${words}</p>`)}
    </div>
  </div>`;
}

function skip() {
  root.querySelector("main .said")?.focus();
}

function talk() {
  if (Object.hasOwn(TOOLS, page.room)) return tool(page.room);
  if (!me()) return welcome();
  return page.room === "home" ? home() : conversation();
}

function welcome() {
  return html`<div class="said welcome">
    <h2>A Slack workspace on your own machine</h2>
    <p>Everybody here is invented, and nothing leaves this machine. Be somebody, and tap what they would tap.</p>
    <ul class="suggested">
      ${told.suggestions.map(
        ({ slack_id, title, tries }) => html`<li>
          <button type="button" class="button primary" @click=${() => be(slack_id)}>${title}</button>
          <p>${tries}</p>
        </li>`,
      )}
    </ul>
  </div>`;
}

let shownRoom = "";

/** Begin at the end of a conversation, and at the top of everything else. */
function follow() {
  const room = `${page.person} ${page.room}`;
  // A conversation is laid out from its end: there, 0 is the latest message (see style.css).
  if (room !== shownRoom) root.querySelector("main > .said")?.scrollTo(0, 0);
  shownRoom = room;
}

drawWith(() => {
  render(layout(), root);
  settle();
  follow();
});
window.addEventListener("popstate", followAddress);
setInterval(() => told.clock.running && draw(), TICK);
followAddress();

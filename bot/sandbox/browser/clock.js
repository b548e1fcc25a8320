/** The clock of the workspace, and where it can be sent. */

import { clockTime, longDay } from "./dates.js";
import { ask, waiting } from "./link.js";
import { html, nothing } from "./lit.js";
import { me, page, present, told } from "./state.js";

const MOVES = {
  hour: "+1 hour",
  message: "Next message",
  monday: "Next Monday",
  "day-three": "End of training day 3",
};

/** Return the time where whoever one is lives, and the buttons that move it. */
export function clock() {
  const person = me() ?? told.people[0];
  if (!person) return nothing;
  const now = present();
  return html`<section class="clock" aria-label="Clock">
    <p>
      <strong>${clockTime(now, person.zone)}</strong>
      <span>${longDay(now, person.zone)}</span>
      <small>${person.zone.replaceAll("_", " ")}</small>
      ${told.connected ? nothing : html`<small class="badge">no bot is connected</small>`}
    </p>
    <div class="moves" role="group" aria-label="Move the clock">
      ${Object.entries(MOVES).map(([to, name]) => move(to, name))} ${told.playable ? play() : nothing}
    </div>
  </section>`;
}

function move(to, name) {
  const moving = page.busy.has("clock");
  const person = page.person || told.people[0].slack_id;
  return html`<button
    type="button"
    class="button small"
    ?disabled=${moving || told.playing || Boolean(told.hands_off)}
    @click=${() => waiting("clock", () => ask("POST", "travel", { to, person }))}
  >
    ${name}
  </button>`;
}

function play() {
  return told.playing
    ? html`<button type="button" class="button small" @click=${() => ask("DELETE", "play")}>Stop the day</button>`
    : html`<button
        type="button"
        class="button small"
        ?disabled=${page.busy.has("clock")}
        @click=${() => ask("POST", "play", { person: page.person })}
      >
        Play a day
      </button>`;
}

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
  const waits = page.busy.has("clock") || told.playing || Boolean(told.hands_off);
  const person = page.person || told.people[0].slack_id;
  return pressed(name, waits, () => waiting("clock", () => ask("POST", "travel", { to, person })));
}

function play() {
  const [name, method] = told.playing ? ["Stop the day", "DELETE"] : ["Play a day", "POST"];
  return pressed(name, page.busy.has("clock"), () => ask(method, "play"));
}

/** Return a button that keeps the cursor while it waits: `disabled` would lose it. */
function pressed(name, waits, press) {
  return html`<button
    type="button"
    class="button small"
    aria-disabled=${waits ? "true" : nothing}
    @click=${() => waits || press()}
  >
    ${name}
  </button>`;
}

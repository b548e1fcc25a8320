/** What no Slack has: the story so far, trouble on demand, and everything Slack keeps. */

import { clockTime, longDay, momentOf } from "./dates.js";
import { know, TOOLS } from "./going.js";
import { ask } from "./link.js";
import { html, nothing } from "./lit.js";
import { draw, me, nameOf, page, told } from "./state.js";

/** Return one of `TOOLS`. */
export function tool(name) {
  return html`<header class="title"><h2>${TOOLS[name]}</h2></header>
    <div class="said tool" tabindex="0" role="region" aria-label=${TOOLS[name]}>${DRAWN[name]()}</div>`;
}

function story() {
  return html`<p>What people saw and did, as the terminal tells it. The latest is at the end.</p>
    <ol class="told">
      ${told.told.map((words) => html`<li><pre>${words.trim()}</pre></li>`)}
    </ol>`;
}

// Each until it is switched off; see bot/sandbox/faults.py.
const TROUBLE = [
  {
    name: "Slack asks to wait",
    about: "Every message is refused with 429 and a wait of two seconds. Nothing may be lost or come twice.",
    fault: { method: "chat.*", kind: "ratelimited", retry_after: 2 },
  },
  {
    name: "Slack is slow",
    about: "Slack does what the bot asks, and says so four seconds later. The bot must not say things twice.",
    fault: { method: "*", kind: "delay", seconds: 4 },
  },
  {
    name: "The line drops before Slack has heard",
    about: "Nothing the bot says arrives. Switch it off, and it should catch up.",
    fault: { method: "*", kind: "drop" },
  },
  {
    name: "The line drops after Slack has heard",
    about: "Messages arrive, but the bot does not learn so. It must not say things twice.",
    fault: { method: "chat.*", kind: "accept_then_drop" },
  },
  {
    name: "Slack fails",
    about: "Every call ends with error 500.",
    fault: { method: "*", kind: "http_500" },
  },
];

function faults() {
  const person = me();
  return html`<p>Switch on what goes wrong in real life, one thing at a time, go back to somebody, and see what they see.</p>
    <ul class="switches">
      ${TROUBLE.map(trouble)}
      <li>
        <button type="button" class="button" @click=${() => ask("POST", "disconnect", {})}>Have the bot connect anew</button>
        <p>Slack does this every few hours. Nobody should notice.</p>
      </li>
      ${person ? account(person) : nothing}
    </ul>`;
}

function trouble({ name, about, fault }) {
  const on = told.faults.some(({ kind, times }) => kind === fault.kind && times === null);
  const toggle = async () => {
    await ask("DELETE", "faults", {});
    if (!on) await ask("POST", "faults", { ...fault, times: null });
  };
  return html`<li>
    <button type="button" class="button" aria-pressed=${on ? "true" : "false"} @click=${toggle}>
      ${name}: ${on ? "on" : "off"}
    </button>
    <p>${about}</p>
  </li>`;
}

function account(person) {
  const toggle = () => ask("POST", `people/${person.slack_id}`, { deleted: !person.deleted });
  return html`<li>
    <button type="button" class="button" aria-pressed=${person.deleted ? "true" : "false"} @click=${toggle}>
      ${person.name} is deactivated: ${person.deleted ? "on" : "off"}
    </button>
    <p>As when somebody leaves the hospital. The bot must write to them no more.</p>
  </li>`;
}

function knows() {
  const known = page.known;
  return html`<p>
      This is all that an employer could take out of Slack, were it set to keep the most: every
      message with each former wording, what was deleted, files, Homes, and what the bot notes
      with a message. Windows and what is “Only visible to you” are not in it: Slack does not
      keep them. Look for an answer.
    </p>
    <p class="find">
      <label for="find">Find words</label>
      <input id="find" type="search" .value=${page.search} @input=${searched} />
      <span role="status">${page.search && known ? found(known) : ""}</span>
    </p>
    <p>
      <button type="button" class="button" @click=${know}>Look again</button>
      <a href="/control/export" download="export.json">All of it as a file</a>
    </p>
    ${known ? kept(known) : html`<p>…</p>`}`;
}

function searched(event) {
  page.search = event.target.value;
  draw();
}

function found(known) {
  const times = JSON.stringify(known).toLowerCase().split(page.search.toLowerCase()).length - 1;
  return times ? `Found ${times} times.` : "Not found anywhere.";
}

function kept(known) {
  const channels = known.channels.filter((channel) => channel.messages.length || channel.deleted.length);
  return html`${channels.map(
      (channel) => html`<details>
        <summary>${nameOfChannel(channel)}: ${channel.messages.length} messages, ${channel.deleted.length} deleted</summary>
        ${[...channel.messages, ...channel.deleted].map(keptMessage)}
      </details>`,
    )}
    <details>
      <summary>Homes: ${Object.keys(known.homes).length}</summary>
      ${Object.entries(known.homes).map(
        ([id, view]) => html`<h3>${nameOf(id)}</h3><pre>${JSON.stringify(view.blocks, null, 2)}</pre>`,
      )}
    </details>
    <p>Files: ${known.files.length}</p>`;
}

function nameOfChannel(channel) {
  const other = channel.name === "directmessage" ? channel.members[0] : null;
  return other ? `${told.app} and ${nameOf(other)}` : `#${channel.name}`;
}

function keptMessage(message) {
  const zone = me()?.zone ?? told.people[0]?.zone;
  const moment = momentOf(message.ts);
  return html`<article class="kept">
    <h3>${nameOf(message.user)}, ${longDay(moment, zone)}, ${clockTime(moment, zone)}</h3>
    <p class="pre">${message.text}</p>
    ${message.edits.map((edit) => html`<p class="pre"><small>Before it was changed:</small> ${edit.text}</p>`)}
    ${message.deleted_at ? html`<p><small>Deleted later.</small></p>` : nothing}
    <details>
      <summary>All of it</summary>
      <pre>${JSON.stringify(message, null, 2)}</pre>
    </details>
  </article>`;
}

function refused() {
  return html`<p>What the bot sent and Slack did not take, the latest last. Nobody saw any of it.</p>
    ${told.refusals.length ? nothing : html`<p>Nothing so far.</p>`}
    <ol class="told">
      ${told.refusals.map(({ method, error, detail }) => html`<li><strong>${method}</strong>: ${error}. ${detail}</li>`)}
    </ol>`;
}

const DRAWN = { story, faults, refused, knows };

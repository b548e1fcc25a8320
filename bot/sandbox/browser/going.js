/** Going about on the page: whom one is, which room is open, and the address that says so. */

import { act, ask, listen } from "./link.js";
import { draw, page, told } from "./state.js";

/** Rooms that are no conversation. */
export const TOOLS = {
  story: "What has happened",
  faults: "Make trouble",
  refused: "What Slack refused",
  knows: "What Slack knows",
};

/** Be `person`, in the conversation with the app. */
export function be(person) {
  enter(person, "app");
  page.pane = "talk";
  remember();
  draw();
  // What was pressed may be gone; the cursor goes where there is something to read.
  setTimeout(() => document.querySelector("main .said")?.focus({ preventScroll: true }));
}

/** Open a room: app, home, one of `TOOLS`, or a channel's id. */
export function go(room) {
  page.room = room;
  page.pane = "talk";
  page.draft = "";
  remember();
  look();
  draw();
}

/** Do what the address in the browser says: on loading, and on going back. */
export function followAddress() {
  const asked = new URLSearchParams(location.search);
  enter(asked.get("person") ?? "", asked.get("room") || "app");
  page.pane = "talk";
  draw();
}

/** Show another column on a narrow screen. */
export function show(pane) {
  page.pane = pane;
  draw();
}

function enter(person, room) {
  page.trouble = "";
  page.draft = "";
  page.asking = null;
  if (person !== page.person || !page.room) listen(person);
  page.person = person;
  page.room = room;
  look();
}

/** Fetch what a room shows beyond the conversation. */
function look() {
  if (page.room === "home" && page.person) act("home");
  if (page.room === "knows") know();
}

/** Ask anew what an employer could export. */
export async function know() {
  page.known = await ask("GET", "export");
  draw();
}

function remember() {
  const address = new URLSearchParams({ person: page.person, room: page.room });
  history.pushState(null, "", `?${address}`);
}

/** Return whether something has come for a person since one last looked. */
export function isNew(person) {
  const known = page.read.has(person.slack_id) && !told.hands_off;
  if (!known || person.slack_id === page.person) {
    page.read.set(person.slack_id, person.latest);
  }
  return page.read.get(person.slack_id) !== person.latest;
}

/** Return the people in groups, by the first word of what they do. */
export function groups() {
  const found = new Map();
  for (const person of told.people) {
    const role = person.note.split(",")[0] || "people";
    found.set(role, [...(found.get(role) ?? []), person]);
  }
  return [...found];
}

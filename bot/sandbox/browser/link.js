/** The link to the sandbox: hears what changes, and does what somebody wants done. */

import { draw, messages, page, told } from "./state.js";
import { spoken } from "./text.js";

// A screen reader hears what is added to so many lines; older ones are of no use to it.
const SPOKEN = 5;

let source = null;
let heard = "";

/** Hear of everything that `person` sees from here on; "" is nobody in particular. */
export function listen(person) {
  heard = person;
  source?.close();
  messages.clear();
  Object.assign(told, { channels: [], modals: [], home: null, errors: [] });
  page.errorsRead = 0;
  page.announced = [];
  let anew = true;
  source = new EventSource(`/live?person=${encodeURIComponent(person)}`);
  source.onopen = () => {
    anew = true;
    page.online = true;
  };
  source.onmessage = (event) => {
    // After a broken line the sandbox tells everything again.
    if (anew) messages.clear();
    hear(JSON.parse(event.data), anew);
    anew = false;
  };
  source.onerror = () => {
    page.online = false;
    draw();
  };
}

// A browser keeps six lines to one server: a page that nobody looks at needs none.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else if (source?.readyState === EventSource.CLOSED) listen(heard);
});

function hear(news, anew) {
  const { messages: changed = [], gone = [], ...sections } = news;
  Object.assign(told, sections);
  if (sections.clock) page.heardAt = Date.now();
  if (sections.errors && anew) page.errorsRead = sections.errors.length;
  const fresh = changed.filter((message) => !messages.has(keyOf(message)));
  for (const message of changed) messages.set(keyOf(message), message);
  for (const [channel, ts] of gone) messages.delete(`${channel} ${ts}`);
  for (const id of [...changed.map(keyOf), ...viewsIn(sections)]) forget(id);
  if (!anew) announce(fresh);
  draw();
}

const keyOf = ({ channel, ts }) => `${channel} ${ts}`;

const viewsIn = ({ modals = [], home }) => [...modals, home].filter(Boolean).map((view) => view.id);

/** Let go of what was chosen on this page: the workspace has just said what is. */
function forget(id) {
  for (const address of page.settled.get(id) ?? []) page.entered.get(id)?.delete(address);
  page.settled.delete(id);
}

/** Let a screen reader say what others have just said, once; of a changed message it has spoken. */
function announce(fresh) {
  const said = fresh.filter((message) => message.user !== page.person);
  const lines = said.map((message) => ({ key: keyOf(message), words: spoken(message) }));
  page.announced = [...page.announced, ...lines].slice(-SPOKEN);
}

/** Return what the sandbox answers; null when it refuses, and then the page says why. */
export async function ask(method, path, body) {
  try {
    return await send(method, path, body);
  } catch (error) {
    page.trouble = error.message;
    return null;
  } finally {
    draw();
  }
}

/** The same, but `Refused` is thrown: for whoever can say where something is wrong. */
export async function send(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/control/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The sandbox does not answer. Start it again with: make demo", "");
  }
  const said = await answer.json().catch(() => ({ error: `The sandbox answers ${answer.status}.` }));
  if (!answer.ok) throw new Refused(said.error, said.field ?? "");
  return said;
}

/** What the sandbox does not let somebody do, and in which input. */
export class Refused extends Error {
  constructor(sentence, field) {
    super(sentence);
    this.field = field;
  }
}

/** Do one thing as whoever one is; its buttons wait meanwhile. */
export async function act(deed, body = {}, busy = deed) {
  return waiting(busy, () => ask("POST", `people/${page.person}/${deed}`, body));
}

/** Return what `work` returns; until then `name` is under way. */
export async function waiting(name, work) {
  page.busy.add(name);
  page.trouble = "";
  draw();
  try {
    return await work();
  } finally {
    page.busy.delete(name);
    draw();
  }
}

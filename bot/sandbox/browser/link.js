/** The link to the sandbox: hears what changes, and does what somebody wants done. */

import { draw, messages, page, told } from "./state.js";

let source = null;

/** Hear of everything that `person` sees from here on; "" is nobody in particular. */
export function listen(person) {
  source?.close();
  messages.clear();
  Object.assign(told, { channels: [], modals: [], home: null, errors: [] });
  page.errorsRead = 0;
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

function hear(news, anew) {
  const { messages: changed = [], gone = [], ...sections } = news;
  Object.assign(told, sections);
  if (sections.clock) page.heardAt = Date.now();
  if (sections.errors && anew) page.errorsRead = sections.errors.length;
  for (const message of changed) messages.set(`${message.channel} ${message.ts}`, message);
  for (const [channel, ts] of gone) messages.delete(`${channel} ${ts}`);
  if (!anew) announce(changed);
  draw();
}

/** Let a screen reader say what the bot has just said. */
function announce(changed) {
  const said = changed.filter((message) => message.user !== page.person && !message.edited).at(-1);
  if (said) page.announced = `${said.name}: ${said.text}`;
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
  const said = await answer.json();
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

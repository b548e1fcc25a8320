/** Where something can be touched: a message, the window on top, or the Home. */

import { wrongWith } from "./checks.js";
import { Refused, send, waiting } from "./link.js";
import { draw, page } from "./state.js";

/** Return the place of a message's blocks. */
export function inMessage(message) {
  const { channel, ts, values, blocks } = message;
  return { kind: "message", person: page.person, id: `${channel} ${ts}`, ts, values, blocks };
}

/** Return the place of a view's blocks; `kind` is modal or home. */
export function inView(kind, view) {
  return { kind, person: page.person, id: view.id, values: view.state.values, blocks: view.blocks };
}

/** Return what the sandbox calls an element, or one of its options. */
export function addressOf(block, element, label) {
  const address = `${block.block_id}:${element.action_id}`;
  return label === undefined ? address : `${address}:${label}`;
}

/** Return whether the bot hears of a change at once, and not only when a form is submitted. */
export function tells(block) {
  return block.type !== "input" || Boolean(block.dispatch_action);
}

// What an entry of Slack's `state.values` holds, by its field.
const HELD = {
  value: (value) => value ?? "",
  selected_option: (option) => option?.value ?? "",
  selected_options: (options) => options.map((option) => option.value),
  selected_date_time: (moment) => (moment === null ? "" : String(moment)),
};

/** Return what stands in an element: a text, or a list of them where several can be chosen. */
export function valueAt(place, block, element) {
  const entered = page.entered.get(place.id)?.get(addressOf(block, element));
  if (entered !== undefined) return entered;
  const entry = place.values?.[block.block_id]?.[element.action_id] ?? initial(element);
  const field = Object.keys(entry).find((name) => name === "value" || name.startsWith("selected_"));
  return (HELD[field] ?? ((held) => held ?? ""))(entry[field]);
}

/** Return an entry made from what an element starts with: nobody has touched it yet. */
function initial(element) {
  const started = Object.keys(element).find((name) => name.startsWith("initial_"));
  if (started) {
    const field = started === "initial_value" ? "value" : started.replace("initial_", "selected_");
    return { [field]: element[started] };
  }
  const several = element.type === "checkboxes" || element.type.startsWith("multi_");
  return { value: several ? [] : "" };
}

/** Return what is wrong with an input; "" when nothing is. */
export function wrongAt(place, block, element) {
  const wrong = page.wrong.get(place.id);
  return wrong?.get(block.block_id) ?? wrong?.get(addressOf(block, element)) ?? "";
}

/** Return whether something was touched there and the bot has not answered yet. */
export function isBusy(place, address) {
  return page.busy.has(`${place.id} ${address}`);
}

/** Press what is at `address`. */
export function tap(place, address) {
  return touch(place, "tap", { name: address });
}

/** Do it at once, or after the question that belongs to it. */
export function sure(confirm, proceed) {
  if (!confirm) {
    proceed();
    return;
  }
  page.asking = { confirm, proceed };
  draw();
}

/** Choose `value` in an element: at once, or when the form is submitted. */
export function choose(place, block, element, value) {
  sure(element.confirm, () => chosen(place, block, element, value));
  // Until somebody is sure, what was chosen before still is.
  draw();
}

async function chosen(place, block, element, value) {
  const address = addressOf(block, element);
  enter(place, block, element, value);
  page.settled.get(place.id)?.delete(address);
  if (!tells(block)) return;
  if (await touch(place, "pick", { name: address, value })) settle(place, address);
  else page.entered.get(place.id).delete(address);
  draw();
}

/** From its next word on, the workspace says what is chosen there, to every page. */
function settle(place, address) {
  if (!page.settled.has(place.id)) page.settled.set(place.id, new Set());
  page.settled.get(place.id).add(address);
}

/** Tell the bot what was typed in an element; it stays there, as one may be typing on. */
export function dispatch(place, block, element) {
  return touch(place, "pick", { name: addressOf(block, element), value: valueAt(place, block, element) });
}

/** Keep what was entered until the form is submitted; what was wrong there is so no more. */
export function enter(place, block, element, value) {
  const address = addressOf(block, element);
  if (!page.entered.has(place.id)) page.entered.set(place.id, new Map());
  page.entered.get(place.id).set(address, value);
  page.wrong.get(place.id)?.delete(address);
  page.wrong.get(place.id)?.delete(block.block_id);
  draw();
}

const inputs = (place) => (place.blocks ?? []).filter((block) => block.type === "input");

/** Return what was entered in the inputs that are still there: the bot may have taken some away. */
function filledIn(place) {
  const entered = page.entered.get(place.id) ?? new Map();
  const found = inputs(place).map((block) => [addressOf(block, block.element), block]);
  return found.filter(([address]) => entered.has(address)).map(([address, block]) => [address, entered.get(address), block]);
}

const valuesOf = (place) => Object.fromEntries(filledIn(place));

/** Submit the window on top; what is wrong stands beside its fields. */
export async function submit(place) {
  if (page.busy.has(`${place.id} submit`)) return;
  page.wrong.set(place.id, mistakes(place));
  if (page.wrong.get(place.id).size) {
    draw();
    return;
  }
  await waiting(`${place.id} submit`, async () => {
    const answer = await sent(place, "submit", { values: valuesOf(place) });
    if (!answer) return;
    page.wrong.set(place.id, new Map(Object.entries(answer.errors)));
    if (!page.wrong.get(place.id).size) page.entered.delete(place.id);
  });
}

/** Return what is wrong with which input: Slack's own client says it of all at once. */
function mistakes(place) {
  const found = inputs(place).map((block) => [
    block.block_id,
    wrongWith(block.element, valueAt(place, block, block.element), block.optional),
  ]);
  return new Map(found.filter(([, wrong]) => wrong));
}

/** Close the window on top. */
export function close(place) {
  // Twice in a row is meant once.
  return page.busy.has(`${place.id} close`) || touch(place, "close", {});
}

/** Return whether it could be done. */
function touch(place, deed, body) {
  return waiting(
    `${place.id} ${body.name ?? deed}`,
    async () => (deed === "close" || (await handOver(place))) && Boolean(await sent(place, deed, body)),
  );
}

/** As in Slack, the bot is shown what stands in the inputs when something beside them is touched. */
async function handOver(place) {
  if (place.kind === "modal") {
    const values = valuesOf(place);
    return !Object.keys(values).length || sent(place, "fill", { values });
  }
  for (const [name, value, block] of filledIn(place)) {
    if (!tells(block) && !(await sent(place, "pick", { name, value }))) return false;
  }
  return true;
}

/** Return the answer; null when something is wrong, which then stands beside its field. */
async function sent(place, deed, body) {
  try {
    // As whoever saw it, though somebody else may have been chosen meanwhile.
    return await send("POST", `people/${place.person}/${deed}`, { ...body, ...where(place) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.field) page.wrong.set(place.id, new Map([[error.field, error.message]]));
    else page.trouble = error.message;
    return null;
  }
}

function where(place) {
  if (place.kind === "message") return { ts: place.ts };
  return place.kind === "home" ? { home: true } : { view: place.id };
}

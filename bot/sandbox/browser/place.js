/** Where something can be touched: a message, the window on top, or the Home. */

import { ask, Refused, send, waiting } from "./link.js";
import { draw, page } from "./state.js";

/** Return the place of a message's blocks. */
export function inMessage(message) {
  return { kind: "message", id: `${message.channel} ${message.ts}`, ts: message.ts, values: message.values };
}

/** Return the place of a view's blocks; `kind` is modal or home. */
export function inView(kind, view) {
  return { kind, id: view.id, values: view.state.values };
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

/** Choose `value` in the element at `address`: at once, or when the form is submitted. */
export function choose(place, block, element, value) {
  const address = addressOf(block, element);
  if (tells(block)) {
    forget(place, address);
    return touch(place, "pick", { name: address, value });
  }
  return enter(place, block, element, value);
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

/** Submit the window on top, which has `blocks`; what is wrong stands beside its fields. */
export async function submit(place, blocks) {
  page.wrong.set(place.id, missing(place, blocks));
  if (page.wrong.get(place.id).size) {
    draw();
    return;
  }
  await waiting(`${place.id} submit`, async () => {
    const values = Object.fromEntries(page.entered.get(place.id) ?? []);
    const answer = await sent(place, "submit", { values });
    if (!answer) return;
    page.wrong.set(place.id, new Map(Object.entries(answer.errors)));
    if (!page.wrong.get(place.id).size) page.entered.delete(place.id);
  });
}

/** Return which inputs must not be empty and are: Slack's own client asks for them all at once. */
function missing(place, blocks) {
  const empty = blocks.filter(
    (block) => block.type === "input" && !block.optional && !valueAt(place, block, block.element).length,
  );
  return new Map(empty.map((block) => [block.block_id, "Please complete this required field."]));
}

/** Close the window on top. */
export function close(place) {
  return touch(place, "close", {});
}

async function touch(place, deed, body) {
  await waiting(`${place.id} ${body.name ?? deed}`, async () => {
    if (place.kind !== "modal" || deed === "close") {
      await ask("POST", `people/${page.person}/${deed}`, { ...body, ...where(place) });
      return;
    }
    // As in Slack, the bot is shown what stands in the inputs.
    const values = Object.fromEntries(page.entered.get(place.id) ?? []);
    if (!Object.keys(values).length || (await sent(place, "fill", { values }))) {
      await sent(place, deed, body);
    }
  });
}

/** Return the answer; null when something is wrong, which then stands beside its field. */
async function sent(place, deed, body) {
  try {
    return await send("POST", `people/${page.person}/${deed}`, body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.field) page.wrong.set(place.id, new Map([[error.field, error.message]]));
    else page.trouble = error.message;
    return null;
  }
}

function where(place) {
  if (place.kind === "message") return { ts: place.ts };
  return place.kind === "home" ? { home: true } : {};
}

function forget(place, address) {
  page.entered.get(place.id)?.delete(address);
}

/** Slack's text as people see it: text objects and `mrkdwn`. Nothing becomes HTML. */

import { slackDate } from "./dates.js";
import { html } from "./lit.js";
import { me, nameOf } from "./state.js";

// One mark at a time, the longest first; what stands inside is read again. Nobody means a run
// longer than this, and looking further for its end would take long in a long text.
const RUN = "[^\\n]{0,2000}?\\S";
const MARKS = [
  "```\\n?(?<block>[\\s\\S]+?)```",
  "`(?<code>[^`\\n]+)`",
  "<(?<angled>[^<>\\n]+)>",
  `(?<![\\w*])\\*(?=\\S)(?<bold>${RUN})\\*(?![\\w*])`,
  `(?<![\\w_])_(?=\\S)(?<italic>${RUN})_(?![\\w_])`,
  `(?<![\\w~])~(?=\\S)(?<struck>${RUN})~(?![\\w~])`,
].join("|");
// Slack makes a link of a bare address, unless the app says `verbatim`.
const BARE = "(?<![\\w/])(?<bare>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])";
const VERBATIM = new RegExp(MARKS, "g");
const LINKED = new RegExp(`${MARKS}|${BARE}`, "g");

// Marks inside marks, so many times; deeper ones are shown as they were typed.
const DEEPEST = 6;

// A link to anything else could run a script.
const SAFE = /^(https?:|mailto:|tel:)/i;

/** Return a text object: `plain_text` as it is, `mrkdwn` with its marks. */
export function words(text) {
  return text.type === "plain_text" ? text.text : marked(text.text, text.verbatim);
}

/** Return text in `mrkdwn`. */
export function marked(text, verbatim = false) {
  const marks = verbatim ? VERBATIM : LINKED;
  return quoted(text).map(({ quote, lines }) =>
    quote ? html`<blockquote>${inline(lines, marks)}</blockquote>` : inline(lines, marks),
  );
}

/** Return the runs of lines that are quoted, and those that are not. */
function quoted(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const rest = line.replace(/^(&gt;|>) ?/, "");
    const quote = rest !== line;
    const last = runs.at(-1);
    if (last && last.quote === quote) last.lines += `\n${rest}`;
    else runs.push({ quote, lines: rest });
  }
  return runs;
}

function inline(text, marks, depth = 0) {
  if (depth > DEEPEST) return unescaped(text);
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(marks)) {
    parts.push(unescaped(text.slice(done, found.index)), mark(found.groups, (inner) => inline(inner, marks, depth + 1)));
    done = found.index + found[0].length;
  }
  return [...parts, unescaped(text.slice(done))];
}

function mark({ block, code, angled, bold, italic, struck, bare }, inner) {
  if (block !== undefined) return html`<pre>${unescaped(block)}</pre>`;
  if (code !== undefined) return html`<code>${unescaped(code)}</code>`;
  if (angled !== undefined) return reference(angled);
  if (bold !== undefined) return html`<strong>${inner(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${inner(italic)}</em>`;
  if (struck !== undefined) return html`<s>${inner(struck)}</s>`;
  return link(unescaped(bare), unescaped(bare));
}

/** Return what stands for a person, a channel, a date, everybody, or a link. */
export function reference(angled) {
  const [target] = angled.split("|");
  const said = referred(angled);
  if (target.startsWith("!date^")) {
    const url = target.split("^")[3];
    return url ? link(unescaped(url), said) : said;
  }
  return /^[@#!]/.test(target) ? mention(said) : link(unescaped(target), said);
}

/** Return the words that stand for it. */
function referred(angled) {
  const [target, label] = angled.split(/\|(.*)/s);
  const fallback = unescaped(label ?? "");
  if (target.startsWith("!date^")) {
    const [, seconds, pattern = ""] = target.split("^");
    return slackDate(Number(seconds), unescaped(pattern), me()?.zone, fallback);
  }
  if (/^[@#]/.test(target)) return target[0] + nameOf(target.slice(1));
  if (target.startsWith("!")) return fallback || `@${target.slice(1)}`;
  return fallback || unescaped(target);
}

/** Return a name that stands out, in its own direction. */
export function mention(said) {
  return html`<bdi class="mention">${said}</bdi>`;
}

/** Return a link; only its label when it leads to what is no address. */
export function link(url, label) {
  if (!SAFE.test(url)) return label;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
}

/** Return text without the three signs that Slack escapes. */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Return a message as it is read aloud. */
export function spoken(message) {
  const text = message.text || firstText(message.blocks) || "";
  const plain = text
    .replace(/<([^<>\n]+)>/g, (_, angled) => referred(angled))
    .replace(new RegExp(`(?<!\\w)([*_~\`])(?=\\S)(${RUN})\\1(?!\\w)`, "g"), "$2");
  return `${message.ephemeral ? "Only visible to you. " : ""}${message.name}: ${unescaped(plain)}`;
}

/** Return the first text inside blocks; undefined when there is none. */
function firstText(thing) {
  if (!thing || typeof thing !== "object") return undefined;
  if (typeof thing.text === "string") return thing.text;
  for (const part of Object.values(thing)) {
    const found = firstText(part);
    if (found) return found;
  }
  return undefined;
}

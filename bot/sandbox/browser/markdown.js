/** The `markdown` block: the common marks, which are not those of Slack's `mrkdwn`. */

import { html } from "./lit.js";
import { listed } from "./rich.js";
import { link, reference, unescaped } from "./text.js";

const RUN = "[^\\n]{0,2000}?\\S";
const MARK = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "!?\\[(?<label>[^\\]\\n]*)\\]\\((?<url>[^\\s()]+)\\)",
    "<(?<angled>[^<>\\n]+)>",
    `(?<two>\\*\\*|__)(?=\\S)(?<bold>${RUN})\\k<two>`,
    `~~(?=\\S)(?<struck>${RUN})~~`,
    `(?<![\\w*_])(?<one>[*_])(?=\\S)(?<italic>${RUN})\\k<one>(?![\\w*_])`,
    "(?<![\\w/])(?<bare>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
  ].join("|"),
  "g",
);
const DEEPEST = 6;

// Each kind of line that is more than words, and what is left of it without its signs.
const LINES = {
  fence: /^\s*```/,
  heading: /^#{1,6}\s+(?<rest>.+?)\s*#*$/,
  rule: /^\s*([-*_])(\s*\1){2,}\s*$/,
  quote: /^\s*>\s?(?<rest>.*)$/,
  row: /^\s*\|(?<rest>.+)\|\s*$/,
  item: /^(?<space>\s*)([-*+]|(?<number>\d+)[.)])\s+(\[(?<tick>[ xX])\]\s+)?(?<rest>.*)$/,
};

/** Return text in Markdown. */
export function markdown(text) {
  return runsOf(text.split("\n")).map(({ kind, lines }) => DRAWN[kind](lines));
}

/** Return lines of one kind that follow each other as one. */
function runsOf(lines) {
  const runs = [];
  let fenced = false;
  for (const line of lines) {
    const fence = LINES.fence.test(line);
    const kind = fenced || fence ? "fence" : kindOf(line);
    const last = runs.at(-1);
    if (fence && !fenced) runs.push({ kind, lines: [] });
    else if (!fence && last?.kind === kind && !ALONE.has(kind)) last.lines.push(line);
    else if (!fence) runs.push({ kind, lines: [line] });
    if (fence) fenced = !fenced;
  }
  return runs;
}

const ALONE = new Set(["heading", "rule"]);

function kindOf(line) {
  return Object.keys(LINES).find((kind) => LINES[kind].test(line)) ?? "words";
}

const rest = (kind) => (line) => LINES[kind].exec(line).groups.rest;

const DRAWN = {
  words: (lines) => html`<p class="pre">${inline(lines.join("\n").trim())}</p>`,
  fence: (lines) => html`<pre>${lines.join("\n")}</pre>`,
  heading: ([line]) => html`<h3>${inline(rest("heading")(line))}</h3>`,
  rule: () => html`<hr />`,
  quote: (lines) => html`<blockquote class="pre">${inline(lines.map(rest("quote")).join("\n"))}</blockquote>`,
  item: (lines) => listsOf(lines.map((line) => LINES.item.exec(line).groups)),
  row: tableOf,
};

/** Return list after list: another indent or another kind of sign begins a new one. */
function listsOf(items) {
  const lists = [];
  for (const { space, number, tick, rest: words } of items) {
    const [style, indent] = [number ? "ordered" : "bullet", Math.min(8, Math.floor(space.length / 2))];
    const box = { " ": "☐ ", x: "☑ ", X: "☑ " }[tick] ?? "";
    const last = lists.at(-1);
    if (last?.style === style && last.indent === indent) last.items.push([box, inline(words)]);
    else lists.push({ style, indent, offset: Number(number ?? 1) - 1, items: [[box, inline(words)]] });
  }
  return lists.map(({ style, indent, offset, items: lines }) => listed(style, indent, offset, lines));
}

function tableOf(lines) {
  const [names, ...rows] = lines
    .map((line) => rest("row")(line).split("|").map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  return html`<div class="wide" tabindex="0" role="group" aria-label="Table">
    <table>
      <thead><tr>${names.map((name) => html`<th scope="col">${inline(name)}</th>`)}</tr></thead>
      <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function inline(text, depth = 0) {
  if (depth > DEEPEST) return unescaped(text);
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(MARK)) {
    parts.push(unescaped(text.slice(done, found.index)), mark(found.groups, depth + 1));
    done = found.index + found[0].length;
  }
  return [...parts, unescaped(text.slice(done))];
}

function mark({ code, label, url, angled, bold, struck, italic, bare }, depth) {
  if (code !== undefined) return html`<code>${unescaped(code)}</code>`;
  if (url !== undefined) return link(unescaped(url), label ? inline(label, depth) : url);
  if (angled !== undefined) return reference(angled);
  if (bold !== undefined) return html`<strong>${inline(bold, depth)}</strong>`;
  if (struck !== undefined) return html`<s>${inline(struck, depth)}</s>`;
  if (italic !== undefined) return html`<em>${inline(italic, depth)}</em>`;
  return link(unescaped(bare), unescaped(bare));
}

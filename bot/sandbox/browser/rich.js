/** Rich text: what people type in Slack, and what an app sends in the same form. */

import { slackDate } from "./dates.js";
import { html, nothing } from "./lit.js";
import { me, nameOf } from "./state.js";
import { link, mention } from "./text.js";

/** Return a `rich_text` block, or a cell that holds one. */
export function richText(block) {
  return block.elements.map(part);
}

function part(given) {
  const spans = given.elements;
  const bordered = given.border ? "bordered" : "";
  switch (given.type) {
    case "rich_text_list":
      return listed(given.style, given.indent, given.offset, spans.map((item) => item.elements.map(span)), bordered);
    case "rich_text_quote":
      return html`<blockquote class="pre">${spans.map(span)}</blockquote>`;
    case "rich_text_preformatted":
      return html`<pre>${spans.map(span)}</pre>`;
    default:
      return html`<p class="pre">${spans.map(span)}</p>`;
  }
}

/** Return a list; `indent` counts from 0 and changes its signs, `offset` is added to its numbers. */
export function listed(style, indent = 0, offset = 0, items = [], more = "") {
  const lines = items.map((item) => html`<li>${item}</li>`);
  const kind = `indent-${indent} signs-${indent % 3} ${more}`;
  return style === "ordered"
    ? html`<ol class=${kind} start=${offset + 1}>${lines}</ol>`
    : html`<ul class=${kind}>${lines}</ul>`;
}

function span(given) {
  return styled(SPANS[given.type]?.(given) ?? given.text ?? "", given.style);
}

const SPANS = {
  link: ({ url, text }) => link(url, text || url),
  user: ({ user_id }) => mention(`@${nameOf(user_id)}`),
  channel: ({ channel_id }) => mention(`#${nameOf(channel_id)}`),
  usergroup: ({ usergroup_id }) => mention(`@${usergroup_id}`),
  broadcast: ({ range }) => mention(`@${range}`),
  emoji: ({ name, unicode }) => picture(unicode) || `:${name}:`,
  color: ({ value }) => html`${swatch(value)}${value}`,
  date({ timestamp, format, url, fallback }) {
    const said = slackDate(timestamp, format, me()?.zone, fallback);
    return url ? link(url, said) : said;
  },
};

/** Return a color as a spot of it. An address in its place would be asked for. */
function swatch(value) {
  if (!/^#[0-9a-f]{3,6}$/i.test(value)) return nothing;
  return html`<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill=${value} /></svg>`;
}

/** Return e.g. 👋 for "1f44b"; "" when it is none. */
function picture(unicode = "") {
  const points = unicode.split("-").map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : "";
}

function styled(content, style = {}) {
  if (style.code) content = html`<code>${content}</code>`;
  if (style.bold) content = html`<strong>${content}</strong>`;
  if (style.italic) content = html`<em>${content}</em>`;
  if (style.strike) content = html`<s>${content}</s>`;
  if (style.underline) content = html`<u>${content}</u>`;
  return content;
}

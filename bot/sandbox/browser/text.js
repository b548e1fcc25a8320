/** Slack's text as people see it: text objects, `mrkdwn` and rich text. Nothing becomes HTML. */

import { slackDate } from "./dates.js";
import { html } from "./lit.js";
import { me, nameOf } from "./state.js";

// One mark at a time, the longest first; what stands inside is read again.
const MARK =
  /```\n?([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^\n]*?\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^\n]*?\S)_(?![\w_])|(?<![\w~])~(?=\S)([^\n]*?\S)~(?![\w~])/;

// A link to anything else could run a script.
const SAFE = /^(https?:|mailto:|tel:)/i;

/** Return a text object: `plain_text` as it is, `mrkdwn` with its marks. */
export function words(text) {
  return text.type === "plain_text" ? text.text : marked(text.text);
}

/** Return text in `mrkdwn`. */
export function marked(text) {
  return quoted(text).map(({ quote, lines }) =>
    quote ? html`<blockquote>${inline(lines)}</blockquote>` : inline(lines),
  );
}

/** Return the runs of lines that are quoted, and those that are not. */
function quoted(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quote = line.startsWith("&gt;");
    const rest = quote ? line.slice(4).trimStart() : line;
    const last = runs.at(-1);
    if (last && last.quote === quote) last.lines += `\n${rest}`;
    else runs.push({ quote, lines: rest });
  }
  return runs;
}

function inline(text) {
  const found = MARK.exec(text);
  if (!found) return unescaped(text);
  const [whole, block, code, angled, bold, italic, struck] = found;
  const before = unescaped(text.slice(0, found.index));
  const after = inline(text.slice(found.index + whole.length));
  return [before, mark({ block, code, angled, bold, italic, struck }), after];
}

function mark({ block, code, angled, bold, italic, struck }) {
  if (block !== undefined) return html`<pre>${unescaped(block)}</pre>`;
  if (code !== undefined) return html`<code>${unescaped(code)}</code>`;
  if (angled !== undefined) return reference(angled);
  if (bold !== undefined) return html`<strong>${inline(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${inline(italic)}</em>`;
  return html`<s>${inline(struck)}</s>`;
}

/** Return what stands for a person, a channel, a date, everybody, or a link. */
function reference(angled) {
  const [target, label] = angled.split(/\|(.*)/s);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern] = target.split("^");
    return slackDate(Number(seconds), pattern, me()?.zone);
  }
  if (/^[@#]/.test(target)) return mention(target[0], target.slice(1));
  if (target.startsWith("!")) return html`<span class="mention">@${target.slice(1)}</span>`;
  return link(unescaped(target), label ? unescaped(label) : unescaped(target));
}

function mention(sign, id) {
  return html`<span class="mention">${sign}${nameOf(id)}</span>`;
}

function link(url, label) {
  if (!SAFE.test(url)) return label;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Return a `rich_text` block, or a cell that holds one. */
export function richText(block) {
  return block.elements.map(richPart);
}

function richPart(part) {
  switch (part.type) {
    case "rich_text_list":
      return richList(part);
    case "rich_text_quote":
      return html`<blockquote>${part.elements.map(span)}</blockquote>`;
    case "rich_text_preformatted":
      return html`<pre>${part.elements.map(span)}</pre>`;
    default:
      return html`<p class="pre">${part.elements.map(span)}</p>`;
  }
}

function richList(part) {
  const items = part.elements.map((section) => html`<li>${section.elements.map(span)}</li>`);
  return part.style === "ordered"
    ? html`<ol start=${(part.offset ?? 0) + 1}>${items}</ol>`
    : html`<ul>${items}</ul>`;
}

function span(part) {
  switch (part.type) {
    case "link":
      return styled(link(part.url, part.text ?? part.url), part.style);
    case "user":
      return mention("@", part.user_id);
    case "channel":
      return mention("#", part.channel_id);
    case "broadcast":
      return html`<span class="mention">@${part.range}</span>`;
    case "emoji":
      return `:${part.name}:`;
    case "date":
      return slackDate(part.timestamp, part.format, me()?.zone);
    default:
      return styled(part.text ?? "", part.style);
  }
}

function styled(content, style = {}) {
  if (style.code) content = html`<code>${content}</code>`;
  if (style.bold) content = html`<strong>${content}</strong>`;
  if (style.italic) content = html`<em>${content}</em>`;
  if (style.strike) content = html`<s>${content}</s>`;
  return content;
}

/** The axes of a chart: from where to where they go, and what is written beside them. */

const NUMBERS = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, notation: "compact" });
// Beyond trillions there are no short words for numbers.
const VAST = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, notation: "scientific" });

// About so many pixels is a letter wide, at the size in blocks.css.
const LETTER = 6.4;

/** Return a number as short as an axis needs it, e.g. "1.2M". */
export function short(value) {
  return (Math.abs(value) < 1e15 ? NUMBERS : VAST).format(value);
}

/** Return how many pixels the longest of these takes. */
export function widest(texts) {
  return Math.max(...texts.map((text) => text.length)) * LETTER;
}

/** Return as much of a text as fits. */
export function cut(text, width) {
  const room = Math.max(2, Math.floor(width / LETTER));
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

/** Return the values at which an axis has a line: round ones, from below the lowest to above the highest. */
export function steps(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((size_) => size_ >= rough * 0.999);
  const from = Math.floor(low / step);
  const count = Math.max(1, Math.ceil(high / step) - from);
  return Array.from({ length: count + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
}

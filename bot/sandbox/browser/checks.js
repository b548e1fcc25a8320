/** What Slack's own client does not let somebody submit, and says so beside the field. */

/** Return what is wrong with `value` in an element; "" when nothing is. */
export function wrongWith(element, value, optional) {
  if (!value.length) return optional ? "" : "Please complete this required field.";
  return CHECKS[element.type]?.(element, value) ?? "";
}

function text({ min_length: least = 0, max_length: most = 3000 }, value) {
  // Slack counts as Python does: an emoji is one.
  const count = [...value].length;
  if (count < least) return `Use at least ${least} characters.`;
  return count > most ? `Use at most ${most} characters.` : "";
}

function number({ min_value: least, max_value: most, is_decimal_allowed: decimals }, value) {
  const given = Number(value);
  if (!value.trim() || !Number.isFinite(given)) return "Enter a number.";
  if (!decimals && !Number.isInteger(given)) return "Enter a whole number.";
  if (least !== undefined && given < Number(least)) return `Enter ${least} or more.`;
  return most !== undefined && given > Number(most) ? `Enter ${most} or less.` : "";
}

const CHECKS = { plain_text_input: text, number_input: number };

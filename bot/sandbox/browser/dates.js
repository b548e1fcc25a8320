/** Moments as somebody's own clock shows them. */

/** Return e.g. "10:30" for a moment in milliseconds. */
export function clockTime(moment, zone) {
  return format(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Return e.g. "Thu 10:30". */
export function weekdayTime(moment, zone) {
  return `${format(moment, zone, { weekday: "short" })} ${clockTime(moment, zone)}`;
}

/** Return e.g. "Thursday, 19 November 2026". */
export function longDay(moment, zone) {
  return format(moment, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** Return the moment of a message in milliseconds: its ts counts seconds. */
export function momentOf(ts) {
  return Number(ts) * 1000;
}

// Slack's own words for parts of a date: docs.slack.dev/messaging/formatting-message-text
const PARTS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

// The browser knows no moments beyond.
const FARTHEST = 8.64e12;

/** Return a date in Slack's notation, e.g. "{date_short} at {time}", for seconds since 1970. */
export function slackDate(seconds, pattern, zone, fallback = "") {
  if (!(Math.abs(seconds) <= FARTHEST)) return fallback;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    const part = PARTS[name.replace("_pretty", "")];
    return part ? format(seconds * 1000, zone, part) : whole;
  });
}

/** Return a moment in milliseconds as `datetime-local` wants it, in `zone`. */
export function toInput(moment, zone) {
  const day = format(moment, zone, PARTS.date_num, "sv-SE");
  return `${day}T${clockTime(moment, zone)}`;
}

/** Return the seconds since 1970 of what `datetime-local` gives, in `zone`. */
export function fromInput(text, zone) {
  const wanted = Date.parse(`${text}Z`);
  // What the clock there shows, less what it should show, is how far off a first guess is;
  // the second look settles it when the clocks change in between.
  let guess = wanted;
  for (let look = 0; look < 2; look += 1) {
    guess += wanted - Date.parse(`${toInput(guess, zone)}Z`);
  }
  return Math.floor(guess / 1000);
}

function format(moment, zone, parts, locale = "en-GB") {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone }).format(moment);
}

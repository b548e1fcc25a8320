/**
 * What the page knows: what the sandbox told it, and what somebody has done on the page itself.
 * Whoever changes something calls `draw`; everything shown is drawn from here.
 */

/** What the sandbox told, by section; see bot/sandbox/glance.py. */
export const told = {
  app: "",
  commands: [],
  clock: { now: "", running: false },
  connected: false,
  people: [],
  names: {},
  faults: [],
  refusals: [],
  suggestions: [],
  hands_off: "",
  playable: false,
  playing: false,
  told: [],
  channels: [],
  modals: [],
  home: null,
  errors: [],
};

/** Every message on the screen of whoever one is, by `channel ts`. */
export const messages = new Map();

/** What belongs to this page alone. */
export const page = {
  person: "",
  room: "",
  /** On a narrow screen one column is shown: people, rooms or talk. */
  pane: "talk",
  /** When the clock was told, by this machine's own; a running one goes on from there. */
  heardAt: 0,
  /** Whether the sandbox is still there. */
  online: true,
  /** What is under way, by a name of its own: its buttons wait. */
  busy: new Set(),
  /** One sentence on what went wrong, until it is put away. */
  trouble: "",
  /** How many of Slack's own error lines have been put away. */
  errorsRead: 0,
  /** What was last announced to a screen reader: {key, words}. */
  announced: [],
  /** The newest message seen of each person, by id. */
  read: new Map(),
  /** What was entered in inputs that wait to be submitted: view id → address → value. */
  entered: new Map(),
  /** Of these, what the bot has been told: what the workspace says of it next counts. */
  settled: new Map(),
  /** What is wrong with them: view id → block id or address → sentence. */
  wrong: new Map(),
  /** The question a button asks first: {confirm, proceed}. */
  asking: null,
  draft: "",
  /** What was typed when the suggestions were folded away. */
  folded: "",
  /** Which of the suggested commands is marked; -1 for none. */
  marked: -1,
  /** What an employer could export, once it has been asked for. */
  known: null,
  search: "",
};

let pending = false;
let show = () => {};

/** Have `template` drawn into the page whenever something changes. */
export function drawWith(drawing) {
  show = drawing;
  draw();
}

/** Draw the page soon, once for all changes until then. */
export function draw() {
  if (pending) return;
  pending = true;
  queueMicrotask(() => {
    pending = false;
    show();
  });
}

/** Whoever one is, or undefined. */
export function me() {
  return told.people.find((person) => person.slack_id === page.person);
}

/** The conversation with the app, or undefined before the first word. */
export function ownDm() {
  return told.channels.find((channel) => channel.dm);
}

/** The channel that is open: the app's conversation counts as one; undefined elsewhere. */
export function openChannel() {
  return page.room === "app" ? ownDm() : told.channels.find((channel) => channel.id === page.room);
}

/** The name of a person, the app or a channel; the id when nobody knows it. */
export function nameOf(id) {
  const person = told.people.find((somebody) => somebody.slack_id === id);
  return person?.name ?? told.names[id] ?? id;
}

/** The present moment of the workspace, as milliseconds since 1970. */
export function present() {
  const then = Date.parse(told.clock.now);
  return told.clock.running ? then + Date.now() - page.heardAt : then;
}

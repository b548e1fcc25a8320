/** Templates (lit-html, BSD-3-Clause; bot/sandbox/browser/vendor has it unchanged). */

export { html, nothing, render, svg } from "./vendor/lit-html/lit-html.js";
export { live } from "./vendor/lit-html/directives/live.js";
export { repeat } from "./vendor/lit-html/directives/repeat.js";

// A line over the page that says for some seconds what a key has done, or asks for.

import { byId, setText } from './dom.js';

const SHOWN_MILLIS = 5000;
let timer;

/** Says something; nothing takes it away. */
export function hint(text) {
  clearTimeout(timer);
  setText(byId('hint'), text);
  if (text) timer = setTimeout(() => hint(''), SHOWN_MILLIS);
}

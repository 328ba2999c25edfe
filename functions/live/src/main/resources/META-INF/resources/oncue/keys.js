// What a key does on the host's page. One letter each, so that it works without looking; none while
// somebody writes, none by holding a key down.

const ACTIONS = new Map(Object.entries({ o: 'open-next', c: 'close', r: 'reveal', n: 'compose', '?': 'help' }));
const WRITES = ['TEXTAREA', 'SELECT'];
const KEYS_ALONE = ['checkbox', 'radio', 'button', 'submit', 'file'];

/** The action of a keydown event, or null. */
export function actionOf(event) {
  if (event.repeat || event.isComposing || event.defaultPrevented) return null;
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return null;
  // Browsers that fill in a form send keydowns without a key.
  return ACTIONS.get(event.key?.toLowerCase()) ?? null;
}

function isWriting(target) {
  if (!target?.tagName) return false;
  if (target.isContentEditable || WRITES.includes(target.tagName)) return true;
  return target.tagName === 'INPUT' && !KEYS_ALONE.includes(target.type);
}

/** `up` or `down` for a key that moves what has the focus in a list, or null. */
export function moveOf(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  return { ArrowUp: 'up', ArrowDown: 'down' }[event.key] ?? null;
}

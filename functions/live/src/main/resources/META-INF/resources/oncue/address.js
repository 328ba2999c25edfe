// What the address of a page says: `?stream=demo` or `#stream=demo&token=...`.
//
// A token travels in the fragment, which a browser never sends, so it reaches no server log. It is
// taken out of the address bar at once, so it reaches no bookmark, history or screenshot either.

/** The stream, the token, and `say`, which gives any other value that the address has. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (token !== null) {
    fragment.delete('token');
    const rest = fragment.toString();
    history.replaceState(null, '', location.pathname + location.search + (rest && `#${rest}`));
  }
  const say = (name) => fragment.get(name) ?? query.get(name);
  return { stream: say('stream'), token, say };
}

/** A new token or stream typed into the address bar changes the fragment alone: start over. */
export function restartOnNewFragment() {
  addEventListener('hashchange', () => {
    if (/(^#|&)(token|stream)=/.test(location.hash)) location.reload();
  });
}

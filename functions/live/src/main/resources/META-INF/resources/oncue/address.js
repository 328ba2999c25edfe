// What the address of a page says: `?stream=demo` or `#stream=demo&token=...`.
//
// A token travels in the fragment, which a browser never sends, so it reaches no server log. It is
// taken out of the address bar at once, so it reaches no bookmark, history or screenshot either.

export function readAddress() {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (token !== null) {
    fragment.delete('token');
    const rest = fragment.toString();
    history.replaceState(null, '', location.pathname + location.search + (rest && `#${rest}`));
  }
  return { stream: fragment.get('stream') ?? query.get('stream'), token };
}

/** A new token or stream typed into the address bar changes the fragment alone: start over. */
export function restartOnNewFragment() {
  addEventListener('hashchange', () => {
    if (/(^#|&)(token|stream)=/.test(location.hash)) location.reload();
  });
}

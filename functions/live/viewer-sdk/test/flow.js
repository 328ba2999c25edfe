// Lets promises run while timers stand still.

const turn = () => new Promise((resolve) => setImmediate(resolve));

export async function settle() {
  for (let i = 0; i < 12; i++) await turn();
}

/** Moves mocked timers on in small steps, so that what they start can run in between. */
export async function pass(t, millis, step = 250) {
  await settle();
  for (let left = millis; left > 0; left -= step) {
    t.mock.timers.tick(Math.min(step, left));
    await settle();
  }
}

/** A page's window, as far as the SDK listens to it. */
export function useWindow(t) {
  const window = new EventTarget();
  const had = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const navigator = { onLine: true };
  globalThis.addEventListener = window.addEventListener.bind(window);
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  t.after(() => {
    delete globalThis.addEventListener;
    delete globalThis.navigator;
    if (had) Object.defineProperty(globalThis, 'navigator', had);
  });
  return {
    goes(name) {
      navigator.onLine = name !== 'offline';
      window.dispatchEvent(new Event(name));
    },
  };
}

/** A page's document, as far as the SDK listens to it. */
export function useDocument(t) {
  const document = Object.assign(new EventTarget(), { hidden: false });
  globalThis.document = document;
  t.after(() => delete globalThis.document);
  return document;
}

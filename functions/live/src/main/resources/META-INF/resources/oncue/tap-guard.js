// A tap that comes right after the page has moved was meant for what was there before. It counts for
// nothing, and that is said; every other tap counts.

const SETTLE_MILLIS = 400;
// A click that comes later than that is not of the last press: what reads a page aloud clicks without one.
const MOST_PRESS_MILLIS = 2000;
// Less than that is a card that glides in, or a line that grew a little: the finger is still on the same button.
const MOVED_PIXELS = 10;

export class TapGuard {
  #selector;
  #root;
  #onIgnored;
  // Where each button is, as of the last look, and where it was before it moved.
  #places = new Map();
  // Where buttons that took taps were, before they moved or went.
  #left = [];
  #pressedAt = 0;

  /**
   * @param root what the buttons are in; their taps are taken here, before they get them
   * @param onIgnored told of the button whose tap does not count
   */
  constructor(root, selector, onIgnored) {
    this.#root = root;
    this.#selector = selector;
    this.#onIgnored = onIgnored;
    root.addEventListener('pointerdown', (event) => this.#press(event), true);
    root.addEventListener('click', (event) => this.#click(event), true);
  }

  /** Looks what has moved. Call it after each change of the page, and now and then. */
  look(now = performance.now()) {
    this.#left = this.#left.filter(({ at }) => now - at < SETTLE_MILLIS);
    const found = new Map();
    for (const button of this.#root.querySelectorAll(this.#selector)) {
      const place = placeOf(button);
      if (place) found.set(button, placed(place, this.#places.get(button), now));
    }
    for (const [button, place] of this.#places) {
      const isThere = found.has(button) && found.get(button).movedAt !== now;
      if (!isThere && place.isOn) this.#left.push({ button, box: place.box, at: now });
    }
    this.#places = found;
  }

  #press(event) {
    // What moved since the last look, which is a moment ago, moved just now.
    this.look(event.timeStamp);
    this.#pressedAt = event.timeStamp;
  }

  #click(event) {
    const button = event.target.closest(this.#selector);
    // A key, or a script, presses the button that it means.
    if (!button || event.detail === 0 || !this.#isAstray(button, event)) return;
    event.stopPropagation();
    event.preventDefault();
    this.#onIgnored(button);
  }

  #isAstray(button, { clientX, clientY, timeStamp }) {
    const at = timeStamp - this.#pressedAt < MOST_PRESS_MILLIS ? this.#pressedAt : timeStamp;
    // Also before: the finger came down while the page was still being drawn anew.
    const isFresh = (since) => at - since < SETTLE_MILLIS;
    const place = this.#places.get(button);
    const cameUnderIt = place !== undefined && isFresh(place.movedAt) && !isIn(place.from, clientX, clientY);
    return cameUnderIt || this.#left.some((was) => was.button !== button && isFresh(was.at) && isIn(was.box, clientX, clientY));
  }
}

function placeOf(button) {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  if (right === left || bottom === top) return null;
  return {
    box: { left, top, right, bottom }, scrolled: scrolled(button), isOn: button.getAttribute('aria-disabled') !== 'true',
    movedAt: -Infinity, from: null,
  };
}

// Whoever scrolls knows that the page moves: then a button keeps its place on the page. Where the
// browser scrolls so that something stays where it is, it keeps its place on the screen.
function placed(place, before, now) {
  if (!before) return place;
  const byX = place.box.left - before.box.left;
  const byY = place.box.top - before.box.top;
  const onScreen = Math.max(Math.abs(byX), Math.abs(byY));
  const onPage = Math.max(Math.abs(byX), Math.abs(byY + place.scrolled - before.scrolled));
  const moved = onScreen > MOVED_PIXELS && onPage > MOVED_PIXELS;
  return { ...place, ...(moved ? { movedAt: now, from: before.box } : { movedAt: before.movedAt, from: before.from }) };
}

function scrolled(element) {
  let sum = 0;
  for (let parent = element.parentElement; parent; parent = parent.parentElement) sum += parent.scrollTop;
  return sum;
}

const isIn = ({ left, top, right, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TapGuard } from '../../main/resources/META-INF/resources/oncue/tap-guard.js';

/** As much of a page as the guard looks at: buttons of 300 x 50 at a height, in something that scrolls. */
function page() {
  const scroller = { scrollTop: 0, parentElement: null };
  const buttons = new Set();
  const listeners = {};
  const ignored = [];
  const root = {
    addEventListener: (name, listener) => (listeners[name] = listener),
    querySelectorAll: () => buttons,
  };
  const guard = new TapGuard(root, '.option', (button) => ignored.push(button.name));
  const button = (name, top, { enabled = true } = {}) => ({
    name, top, enabled,
    parentElement: scroller,
    getAttribute: () => String(!enabled),
    getBoundingClientRect() {
      const y = this.top - scroller.scrollTop;
      return { left: 0, right: 300, top: y, bottom: y + 50 };
    },
  });
  const at = (x, y) => [...buttons].find((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return x >= left && x <= right && y >= top && y <= bottom;
  });
  /** Taps on the screen; returns the name of the button that gets the tap, or null. */
  const tap = (y, time, { detail = 1, held = 5, before = () => {} } = {}) => {
    before();
    if (held < 2000) listeners.pointerdown({ timeStamp: time });
    const hit = at(150, y);
    let isTaken = true;
    listeners.click({
      target: { closest: () => hit ?? null }, detail, timeStamp: time + held, clientX: 150, clientY: y,
      stopPropagation: () => (isTaken = false), preventDefault: () => {},
    });
    return hit && isTaken ? hit.name : null;
  };
  return { scroller, buttons, guard, button, tap, ignored };
}

test('a tap on a page that stands still always counts, also on what has just come', () => {
  const { buttons, guard, button, tap, ignored } = page();
  buttons.add(button('red', 100));
  guard.look(0);
  assert.equal(tap(120, 10), 'red');
  buttons.add(button('blue', 200));
  guard.look(20);
  assert.equal(tap(220, 30), 'blue');
  assert.deepEqual(ignored, []);
});

test('what moved under the finger gets no tap for 400 ms, and that is told', () => {
  const { buttons, guard, button, tap, ignored } = page();
  const red = button('red', 100);
  const blue = button('blue', 160);
  buttons.add(red).add(blue);
  guard.look(0);
  red.top = 160;
  blue.top = 220;
  guard.look(1000);
  assert.equal(tap(180, 1010), null);
  assert.equal(tap(240, 1399), null);
  assert.deepEqual(ignored, ['red', 'blue']);
  assert.equal(tap(180, 1400), 'red');
});

test('also what has come where another was', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  buttons.delete(red);
  buttons.add(button('new', 100));
  guard.look(1000);
  assert.equal(tap(120, 1300), null);
  assert.equal(tap(120, 1400), 'new');
});

test('but not where the other could not be tapped any more', () => {
  const { buttons, guard, button, tap } = page();
  const closed = button('closed', 100, { enabled: false });
  buttons.add(closed);
  guard.look(0);
  buttons.delete(closed);
  buttons.add(button('new', 100));
  guard.look(1000);
  assert.equal(tap(120, 1010), 'new');
});

test('a finger that is still on the same button means it', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  red.top = 120;
  guard.look(1000);
  assert.equal(tap(140, 1010), 'red');
  assert.equal(tap(165, 1020), null);
});

test('a shift that nobody has seen yet is seen when the finger comes down', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  assert.equal(tap(220, 1000, { before: () => (red.top = 200) }), null);
});

test('a finger that came down while the page was being drawn is not for what came', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  red.top = 200;
  guard.look(1000);
  assert.equal(tap(220, 990), null);
});

test('who scrolls knows that the page moves; what the browser keeps in its place has not moved', () => {
  const { buttons, guard, button, tap, scroller } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  scroller.scrollTop = 60;
  guard.look(1000);
  assert.equal(tap(60, 1010), 'red');
  red.top += 300;
  scroller.scrollTop += 300;
  guard.look(2000);
  assert.equal(tap(60, 2010), 'red');
});

test('a key means the button that it presses', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  red.top = 200;
  guard.look(1000);
  assert.equal(tap(220, 1010, { detail: 0 }), 'red');
});

test('a click without a press of its own is judged by its own time', () => {
  const { buttons, guard, button, tap } = page();
  const red = button('red', 100);
  buttons.add(red);
  guard.look(0);
  assert.equal(tap(120, 10), 'red');
  red.top = 200;
  guard.look(5000);
  assert.equal(tap(220, 5010, { held: 2000 }), 'red');
});

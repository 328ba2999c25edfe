import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Confirmation } from '../../main/resources/META-INF/resources/oncue/confirmation.js';
import { actionOf, moveOf } from '../../main/resources/META-INF/resources/oncue/keys.js';

const press = (key, more = {}) => ({ key, target: { tagName: 'BODY' }, ...more });

test('each key has its action, in either case', () => {
  const actions = { o: 'open-next', O: 'open-next', c: 'close', r: 'reveal', n: 'compose', '?': 'help', x: null, Enter: null, constructor: null };
  for (const [key, action] of Object.entries(actions)) assert.equal(actionOf(press(key)), action, key);
});

test('a key that is held down acts once', () => {
  assert.equal(actionOf(press('o', { repeat: true })), null);
});

test('keys with others, or that somebody has taken, belong to the browser', () => {
  for (const other of ['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'defaultPrevented']) {
    assert.equal(actionOf(press('c', { [other]: true })), null, other);
  }
});

test('no key acts while somebody writes', () => {
  const writing = [
    { tagName: 'TEXTAREA' }, { tagName: 'SELECT' }, { tagName: 'DIV', isContentEditable: true },
    { tagName: 'INPUT', type: 'text' }, { tagName: 'INPUT', type: 'number' },
  ];
  for (const target of writing) assert.equal(actionOf(press('o', { target })), null, JSON.stringify(target));
  for (const target of [{ tagName: 'BUTTON' }, { tagName: 'INPUT', type: 'radio' }]) {
    assert.equal(actionOf(press('o', { target })), 'open-next');
  }
});

test('Alt and an arrow move', () => {
  assert.equal(moveOf({ key: 'ArrowUp', altKey: true }), 'up');
  assert.equal(moveOf({ key: 'ArrowDown', altKey: true }), 'down');
  assert.equal(moveOf({ key: 'ArrowDown' }), null);
  assert.equal(moveOf({ key: 'ArrowDown', altKey: true, ctrlKey: true }), null);
});

test('a second press confirms, neither at once nor much later, nor on something else', () => {
  const closing = new Confirmation();
  assert.equal(closing.press('q1', 0), 'armed');
  assert.equal(closing.press('q1', 399), 'ignored');
  assert.equal(closing.isReady('q1', 399), false);
  assert.equal(closing.isReady('q1', 400), true);
  assert.equal(closing.press('q1', 400), 'confirmed');
  assert.equal(closing.isArmed('q1', 401), false);
  assert.equal(closing.press('q1', 1000), 'armed');
  assert.equal(closing.press('q2', 2000), 'armed');
  assert.equal(closing.isArmed('q1', 2000), false);
  assert.equal(closing.press('q2', 7000), 'armed');
  assert.equal(closing.press('q2', 8000), 'confirmed');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { Feed } from '../src/feed.js';
import { Problem } from '../src/problem.js';
import { pass, settle, useDocument, useWindow } from './flow.js';

const encoder = new TextEncoder();

// A server's side of a feed: each connection is a stream that the test writes to.
function server(t) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const connections = [];
  const log = [];
  const answers = [];
  const client = {
    async feed(cursor, signal) {
      const answer = answers.shift();
      if (answer) throw answer;
      const connection = { cursor };
      const body = new ReadableStream({ start: (controller) => (connection.out = controller) });
      signal.addEventListener('abort', () => {
        connection.isAborted = true;
        connection.out.error(new Error('aborted'));
      });
      connection.say = (text) => connection.out.enqueue(encoder.encode(text));
      connections.push(connection);
      return new Response(body);
    },
  };
  const feed = new Feed({ client, onEvent: (name, data) => log.push([name, data]), onConnection: (status, problem) => log.push(problem ? `${status} ${problem.code}` : status) });
  t.after(() => feed.close());
  return { feed, connections, log, answers };
}

test('goes on where it was after a connection is lost', async (t) => {
  const { feed, connections, log } = server(t);
  feed.start();
  await settle();
  connections[0].say('id: e-1\nevent: state\ndata: {"a":1}\n\nid: e-2\nevent: ta');
  await settle();
  connections[0].out.close();
  await pass(t, 1000);
  assert.equal(connections[1].cursor, 'e-1');
  connections[1].say(':\n\n');
  await settle();
  assert.deepEqual(log, ['connecting', ['state', { a: 1 }], 'live', 'reconnecting', 'live']);
});

test('a connection that hangs is noticed, one that is only quiet is kept', async (t) => {
  const { feed, connections } = server(t);
  feed.start();
  await settle();
  for (let i = 0; i < 5; i++) {
    await pass(t, 15_000, 5000);
    connections[0].say(':\n\n');
  }
  assert.equal(connections.length, 1);
  await pass(t, 36_000, 1000);
  assert.ok(connections[0].isAborted);
  assert.equal(connections.length, 2);
});

test('a connection that is never answered is given up, too', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const hanging = (_, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(Problem.noAnswer()), { once: asked++ >= 0 }));
  const feed = new Feed({ client: { feed: hanging }, onEvent: () => {}, onConnection: () => {} });
  t.after(() => feed.close());
  feed.start();
  await pass(t, 80_000, 1000);
  assert.equal(asked, 3);
});

test('waits longer each time, never all at the same moment', async (t) => {
  const { feed, connections, answers } = server(t);
  const random = t.mock.method(Math, 'random', () => 0.999);
  for (let i = 0; i < 4; i++) answers.push(Problem.noAnswer());
  feed.start();
  // 0.5 + 1 + 2 + 4 s at most, half of that at least.
  await pass(t, 7400);
  assert.equal(connections.length, 0);
  await pass(t, 300);
  assert.equal(connections.length, 1);
  assert.equal(random.mock.callCount(), 4);
});

test('comes back when the server says, and not before', async (t) => {
  const { feed, connections, answers } = server(t);
  answers.push(new Problem({ status: 503, code: 'overloaded', retryAfterMillis: 5000 }));
  feed.start();
  await pass(t, 4900);
  assert.equal(connections.length, 0);
  await pass(t, 700);
  assert.equal(connections.length, 1);
  connections[0].say('retry: 2500\nevent: reconnect\ndata: {}\n\n');
  await settle();
  connections[0].out.close();
  await pass(t, 2250);
  assert.equal(connections.length, 1);
  await pass(t, 500);
  assert.equal(connections.length, 2);
});

test('the browser says that the network is back: no backoff is waited for', async (t) => {
  const window = useWindow(t);
  const { feed, connections, answers, log } = server(t);
  feed.start();
  await settle();
  connections[0].say(':\n\n');
  await settle();
  for (let i = 0; i < 20; i++) answers.push(Problem.noAnswer());
  window.goes('offline');
  await settle();
  assert.ok(connections[0].isAborted);
  assert.equal(log.at(-1), 'reconnecting no-answer');
  await pass(t, 60_000, 1000);
  answers.length = 0;
  window.goes('online');
  await settle();
  assert.equal(connections.length, 2);
  connections[1].say(':\n\n');
  await settle();
  assert.equal(log.at(-1), 'live');
});

test('a refused token is told and not tried again', async (t) => {
  const { feed, connections, answers, log } = server(t);
  answers.push(new Problem({ status: 403, code: 'forbidden' }));
  feed.start();
  await pass(t, 60_000, 5000);
  assert.deepEqual(log, ['connecting', 'refused forbidden']);
  assert.equal(connections.length, 0);
});

test('an event that is not JSON costs a fresh state, and nothing else', async (t) => {
  const { feed, connections, log } = server(t);
  feed.start();
  await settle();
  connections[0].say('id: e-1\nevent: state\ndata: {}\n\n');
  await settle();
  connections[0].say('id: e-2\nevent: tally\ndata: <html>\n\n');
  await pass(t, 1000);
  assert.equal(log.at(-1), 'reconnecting bad-answer');
  assert.equal(connections[1].cursor, '');
});

test('closed is closed', async (t) => {
  const { feed, connections, log } = server(t);
  feed.start();
  await settle();
  feed.close();
  await pass(t, 60_000, 5000);
  assert.equal(connections.length, 1);
  assert.deepEqual(log, ['connecting']);
});

test('it is live once something came, and quiet when nothing does', async (t) => {
  const { feed, connections, log } = server(t);
  feed.start();
  await pass(t, 3500);
  connections[0].say('retry: 1000\n');
  await settle();
  assert.deepEqual(log, ['connecting'], 'that is no event yet');
  await pass(t, 1000);
  assert.deepEqual(log, ['connecting', 'quiet']);
  connections[0].say('\nevent: state\ndata: {}\n\n');
  await settle();
  assert.deepEqual(log.slice(2), [['state', {}], 'live']);
  for (let i = 0; i < 3; i++) {
    await pass(t, 15_000, 5000);
    connections[0].say(':\n\n');
  }
  assert.equal(log.length, 4);
  await pass(t, 20_500, 500);
  assert.deepEqual(log.slice(4), ['quiet'], 'not told again and again');
});

test('a proxy that lets only the first words through is not believed twice', async (t) => {
  const { feed, connections, log } = server(t);
  feed.start();
  await settle();
  connections[0].say('event: state\ndata: {}\n\n');
  await pass(t, 36_000, 1000);
  assert.deepEqual(log.filter((entry) => typeof entry === 'string'), ['connecting', 'live', 'quiet', 'reconnecting no-answer']);
  assert.equal(connections.length, 2);
  connections[1].say('event: state\ndata: {}\n\n');
  await pass(t, 15_000, 1000);
  assert.notEqual(log.at(-1), 'live');
  connections[1].say(':\n\n');
  await settle();
  assert.equal(log.at(-1), 'live');
});

test('after a sleep a connection that was quiet is made anew, and believed at its first word', async (t) => {
  const document = useDocument(t);
  const { feed, connections, log } = server(t);
  feed.start();
  await settle();
  connections[0].say(':\n\n');
  await pass(t, 5000);
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(connections.length, 1, 'it was heard just now');
  await pass(t, 25_000, 1000);
  assert.equal(log.at(-1), 'quiet');
  document.dispatchEvent(new Event('resume'));
  await pass(t, 750);
  assert.equal(connections.length, 2);
  connections[1].say(':\n\n');
  await settle();
  assert.equal(log.at(-1), 'live');
});

test('what is no event stream is not the engine\'s', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const log = [];
  const client = { feed: async () => new Response('<p>: log in</p>\n:\n\n', { headers: { 'Content-Type': 'text/html' } }) };
  const feed = new Feed({ client, onEvent: () => {}, onConnection: (status, problem) => log.push(problem ? `${status} ${problem.code}` : status) });
  t.after(() => feed.close());
  feed.start();
  await settle();
  assert.deepEqual(log, ['connecting', 'reconnecting bad-answer']);
});

test('while somebody waits for it no wait is long', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  let isUrgent = true;
  const client = { feed: async () => {
    asked++;
    throw Problem.noAnswer();
  } };
  const feed = new Feed({ client, onEvent: () => {}, onConnection: () => {}, untilUrgent: () => (isUrgent ? 0 : Infinity) });
  t.after(() => feed.close());
  feed.start();
  await pass(t, 30_000);
  const before = asked;
  await pass(t, 2750);
  assert.ok(asked > before, 'again within three seconds');
  isUrgent = false;
  await pass(t, 60_000);
  const idle = asked;
  await pass(t, 12_000);
  assert.ok(asked - idle <= 1);
});


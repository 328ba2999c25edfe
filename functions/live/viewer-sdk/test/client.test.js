import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { OncueClient, bearer } from '../src/client.js';
import { ErrorCode, Problem } from '../src/problem.js';

// A server that answers as it is told, over a real socket.
async function serving(t, answer) {
  const requests = [];
  const types = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    requests.push({ method: request.method, path: request.url, authorization: request.headers.authorization, body: body && JSON.parse(body) });
    types.push(request.headers['content-type']);
    answer(response, requests.length);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { requests, types, client: (token, more) => new OncueClient({ stream: 'show-42', tokens: bearer(token), origin, ...more }), origin };
}

const failure = async (promise) => {
  const problem = await promise.then(() => assert.fail('it succeeded'), (error) => error);
  assert.ok(problem instanceof Problem, String(problem));
  assert.ok(Object.values(ErrorCode).includes(problem.code), problem.code);
  return problem;
};

test('a vote is the contract\'s', async (t) => {
  const { client, requests } = await serving(t, (response) => response.end('{"receipt":"r"}'));
  assert.deepEqual(await client('T').cast('q1', ['red'], 1000), { receipt: 'r' });
  assert.deepEqual(requests, [{
    method: 'POST', path: '/vote', authorization: 'Bearer T',
    body: { stream: 'show-42', poll: 'q1', options: ['red'], mediaTime: '1970-01-01T00:00:01.000Z' },
  }]);
  await client('T').cast('q1', ['red']);
  assert.equal('mediaTime' in requests[1].body, false);
});

test('a page of another origin votes by a text with the token in it, of which no browser asks before', async (t) => {
  const { client, requests, types, origin } = await serving(t, (response, nth) => {
    response.writeHead(nth === 1 ? 401 : 200);
    response.end('{"receipt":"r"}');
  });
  t.after(() => delete globalThis.location);
  globalThis.location = { href: 'https://tv.example/show', origin: 'https://tv.example' };
  let given = 0;
  const viewer = client(() => `T${++given}`);
  await viewer.cast('q1', ['red']);
  await viewer.react('🔥');
  await viewer.state();
  assert.deepEqual(requests.map(({ authorization }) => authorization), [undefined, undefined, undefined, 'Bearer T2']);
  assert.deepEqual(requests.map(({ body }) => body.token), ['T1', 'T2', 'T2', undefined]);
  assert.deepEqual(types, ['text/plain', 'text/plain', 'text/plain', undefined]);
  globalThis.location = { href: `${origin}/viewer.html`, origin };
  await viewer.cast('q1', ['red']);
  assert.deepEqual([requests.at(-1).authorization, requests.at(-1).body.token], ['Bearer T2', undefined]);
});

test('each function may have an origin of its own', async (t) => {
  const { client, requests, origin } = await serving(t, (response) => response.end('{}'));
  const split = client('T', { origin: { live: 'http://127.0.0.1:9', vote: `${origin}/` } });
  await split.cast('q1', ['red']);
  assert.equal(requests[0].path, '/vote');
  assert.equal((await failure(split.state())).code, 'no-answer');
});

test('problems by name', async (t) => {
  let next;
  const { client } = await serving(t, (response) => {
    response.writeHead(next.status, next.headers);
    response.end(next.body);
  });
  const ask = (status, body, headers = {}) => {
    next = { status, body, headers };
    return failure(client('T').state());
  };
  const closed = await ask(409, '{"type":"urn:oncue:problem:poll-closed","detail":"too late","options":["red"]}');
  assert.deepEqual([closed.code, closed.detail, closed.body.options, closed.isPassing], ['poll-closed', 'too late', ['red'], false]);
  const busy = await ask(503, '{"type":"urn:oncue:problem:overloaded"}', { 'Retry-After': '2' });
  assert.deepEqual([busy.code, busy.retryAfterMillis, busy.isPassing], ['overloaded', 2000, true]);
  for (const [body, header] of [['<html>', 'soon'], ['null', '-5'], ['{"type":7}', '1e99'], ['[]', ''], ['{"type":"urn:oncue:problem:__proto__"}', 'NaN']]) {
    const odd = await ask(502, body, { 'Retry-After': header });
    assert.equal(odd.code, 'unexpected');
    assert.ok((odd.retryAfterMillis ?? 0) <= 300_000);
  }
});

test('an answer that is cut off, or not the engine\'s, is no answer', async (t) => {
  const { client } = await serving(t, (response, nth) => {
    if (nth === 1) return response.end('<html>log in to this hotspot</html>');
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('{"rec');
    return setTimeout(() => response.destroy(), 20);
  });
  const hotspot = await failure(client('T').cast('q1', ['red']));
  assert.deepEqual([hotspot.code, hotspot.isPassing], ['bad-answer', true]);
  const cut = await failure(client('T').cast('q1', ['red']));
  assert.deepEqual([cut.code, cut.isPassing], ['no-answer', true]);
});

test('a function is asked for another token once when one is refused', async (t) => {
  const { client, requests } = await serving(t, (response, nth) => {
    response.writeHead(nth === 2 ? 200 : 401);
    response.end('{"type":"urn:oncue:problem:unauthorized"}');
  });
  let given = 0;
  const renewing = client(() => `T${++given}`);
  await renewing.state();
  assert.deepEqual(requests.map(({ authorization }) => authorization), ['Bearer T1', 'Bearer T2']);
  assert.equal((await failure(renewing.state())).code, 'unauthorized');
  assert.equal(given, 3);
  assert.equal((await failure(client('T').state())).status, 401);
  assert.equal((await failure(client(() => { throw new Error('logged out'); }).state())).code, 'no-token');
});

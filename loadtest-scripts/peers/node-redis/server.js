// Votes by Node's own http server and Redis. Settings are in ../README.md.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { connect, Problem } from './polls.js';
import { tokenReader } from './tokens.js';

const { PORT = '8080', PEER_REDIS = 'redis://127.0.0.1:6379', PEER_JWT_SECRET } = process.env;
const WORKERS = Number(process.env.PEER_WORKERS ?? availableParallelism());
const MAX_BODY_BYTES = 16 * 1024;
// Node's own is 5 s, which closes connections under clients that pause.
const KEEP_ALIVE_MS = 60_000;

const isText = (value) => typeof value === 'string' && value !== '';
const isId = (option) => isText(option?.id);

function requireWellFormed(...rules) {
  if (!rules.every(Boolean)) throw new Problem(400, 'malformed');
}

function require(claims, group) {
  if (!claims.groups.includes(group)) throw new Problem(403, 'forbidden');
}

/** What is done for each path: from claims and body to a status and an answer. */
function routes(polls) {
  return {
    '/vote'(claims, { stream, poll, option }) {
      require(claims, 'viewer');
      requireWellFormed(isText(stream), isText(poll), isText(option));
      return polls.cast(stream, poll, claims.sub, option).then((refusal) => {
        if (refusal) throw refusal;
        const castAt = new Date().toISOString();
        // It names the ballot and proves nothing.
        const receipt = `${stream}/${poll}/${claims.sub}`;
        return [200, { outcome: 'accepted', stream, poll, options: [option], castAt, receipt }];
      });
    },

    async '/poll-open'(claims, { stream, poll, options }) {
      require(claims, 'producer');
      requireWellFormed(isText(stream), isText(poll), Array.isArray(options), options?.length >= 2, options?.every?.(isId));
      await polls.open(stream, poll, options.map((option) => option.id));
      return [201, { stream, poll, status: 'open' }];
    },

    async '/poll-close'(claims, { stream, poll }) {
      require(claims, 'producer');
      requireWellFormed(isText(stream), isText(poll));
      return [200, { stream, poll, status: 'closed', result: await polls.close(stream, poll) }];
    },
  };
}

function parse(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    throw new Problem(400, 'malformed');
  }
}

function end(response, status, type, text) {
  // Quarkus sends no Date either.
  response.sendDate = false;
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) }).end(text);
}

function refuse(response, fault) {
  // Not acknowledged, so the vote may be sent again.
  const problem = fault instanceof Problem ? fault : new Problem(503, 'redis-unavailable');
  end(response, problem.status, 'application/problem+json', problem.body);
}

async function serve() {
  const claimsOf = tokenReader(PEER_JWT_SECRET);
  const actions = routes(await connect(PEER_REDIS));

  // Promises and no async functions on the way of a vote: each saves some tenths of a microsecond.
  function answer(request, response, body) {
    try {
      const action = request.method === 'POST' && actions[request.url];
      if (!action) throw new Problem(404, 'not-found');
      action(claimsOf(request.headers.authorization), parse(body)).then(
        ([status, json]) => end(response, status, 'application/json', JSON.stringify(json)),
        (fault) => refuse(response, fault),
      );
    } catch (fault) {
      refuse(response, fault);
    }
  }

  createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > MAX_BODY_BYTES) refuse(response, new Problem(413, 'too-large'));
      else answer(request, response, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
  }).listen(Number(PORT), '127.0.0.1');
}

if (!PEER_JWT_SECRET) {
  console.error('PEER_JWT_SECRET must be given');
  process.exit(1);
} else if (cluster.isPrimary) {
  for (let i = 0; i < WORKERS; i++) cluster.fork();
  // A worker that dies takes all with it: whoever watches this process starts them anew.
  cluster.on('exit', () => process.exit(1));
} else {
  await serve();
}

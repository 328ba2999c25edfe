// A reverse proxy as the tests need it: node proxy.mjs <origin of the engine> <prefix> <tells the prefix: true or false>
// It takes the prefix off its paths, and answers nothing outside of it. It says its port, and takes lines: how
// feeds are treated from now on, `pass`, `gzip` (compressed, and flushed when enough has come), `hold` (sent
// once it is whole) or `first` (what comes first, and nothing after). Those that are open are cut off.

import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { Transform } from 'node:stream';
import { createGzip } from 'node:zlib';

const [origin, prefix, tells] = process.argv.slice(2);
const engine = new URL(origin);
const feeds = new Set();
let mode = 'pass';

const server = createServer((from, to) => {
  if (!from.url.startsWith(`${prefix}/`)) return to.writeHead(404).end();
  const headers = { ...from.headers, ...(tells === 'true' && { 'x-forwarded-prefix': prefix }) };
  const asked = request({ host: engine.hostname, port: engine.port, method: from.method, path: from.url.slice(prefix.length), headers }, (answer) => {
    const isFeed = answer.headers['content-type']?.startsWith('text/event-stream');
    if (!isFeed || mode === 'pass') {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    } else {
      pass(answer, to);
    }
    if (isFeed) {
      feeds.add(to);
      to.on('close', () => feeds.delete(to));
    }
    to.on('close', () => answer.destroy());
  });
  asked.on('error', () => to.destroy());
  from.pipe(asked);
});

function pass(answer, to) {
  const gzips = mode === 'gzip';
  to.writeHead(answer.statusCode, { ...answer.headers, ...(gzips && { 'content-encoding': 'gzip' }) });
  to.flushHeaders();
  answer.pipe(gzips ? createGzip() : holding(mode === 'first')).pipe(to);
}

function holding(letsFirst) {
  const kept = [];
  let isFirst = letsFirst;
  return new Transform({
    transform(piece, _, done) {
      if (isFirst) this.push(piece);
      else kept.push(piece);
      isFirst = false;
      done();
    },
    flush(done) {
      for (const piece of kept) this.push(piece);
      done();
    },
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  mode = line;
  for (const feed of feeds) feed.destroy();
  console.log(`mode ${mode}`);
}).on('close', () => process.exit());
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

// Requests that block the VU until they are answered: another thread sends them.
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { emit } from './k6-metrics.mjs';

const PATIENCE_MS = 30_000;
const { port1: here, port2: there } = new MessageChannel();
const answered = new Int32Array(new SharedArrayBuffer(4));
const sender = new Worker(new URL('./send.mjs', import.meta.url), {
  workerData: { port: there, answered },
  transferList: [there],
});
sender.unref();
here.unref();

function request(method, url, body, { headers = {}, tags = {} } = {}) {
  const start = performance.now();
  Atomics.store(answered, 0, 0);
  here.postMessage({ method, url, body, headers });
  const inTime = Atomics.wait(answered, 0, 0, PATIENCE_MS) !== 'timed-out';
  const answer = inTime ? receiveMessageOnPort(here).message : { status: 0, body: '' };
  const named = { name: url, ...tags };
  emit('http_req_duration', 'trend', performance.now() - start, named);
  emit('http_req_failed', 'rate', answer.status < 200 || answer.status >= 400, named);
  return { ...answer, json: (key) => JSON.parse(answer.body)[key] };
}

export default {
  get: (url, params) => request('GET', url, undefined, params),
  post: (url, body, params) => request('POST', url, body, params),
};

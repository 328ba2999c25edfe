// Sends what a VU asks for, over a connection that is kept.
import { Agent, request } from 'node:http';
import { workerData } from 'node:worker_threads';

const { port, answered } = workerData;
const agent = new Agent({ keepAlive: true });

port.on('message', ({ method, url, body, headers }) => {
  const reply = (status, text) => {
    port.postMessage({ status, body: text });
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  };
  const sent = request(url, { method, headers, agent }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => (text += chunk));
    response.on('end', () => reply(response.statusCode, text));
  });
  sent.on('error', (failure) => reply(0, failure.message));
  sent.end(body);
});

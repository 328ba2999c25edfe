// A VU: its own copy of the script, one iteration at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { scenario } from './k6-execution.mjs';

globalThis.__ENV = process.env;
globalThis.__VU = workerData.vu;
const script = await import(workerData.script);

parentPort.on('message', (iteration) => {
  scenario.iterationInTest = iteration;
  try {
    script.default(workerData.data);
    parentPort.postMessage({ done: true });
  } catch (failure) {
    parentPort.postMessage({ done: true, failure: failure.message });
  }
});
parentPort.postMessage({ ready: true });

// run.mjs SCRIPT: what `k6 run SCRIPT` does, as far as the scripts of loadtest-scripts/k6 need it.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { emit, samples } from './k6-metrics.mjs';
import { dueTimes } from './schedule.mjs';
import { evaluate } from './thresholds.mjs';

const MISSED = 99;
const FAILED = 107;

globalThis.__ENV = process.env;
globalThis.__VU = 0;

/** A VU that has run its script's init code. */
async function startVu(vu, script, data) {
  const worker = new Worker(new URL('./vu.mjs', import.meta.url), { workerData: { vu, script, data } });
  let done;
  const ready = new Promise((then, fail) => {
    worker.on('error', fail);
    worker.on('message', (message) => {
      if (message.ready) then();
      if (message.sample) samples.push(message.sample);
      if (message.failure) console.error(message.failure);
      if (message.done) done();
    });
  });
  await ready;
  return {
    worker,
    iterate: (iteration) => {
      worker.postMessage(iteration);
      return new Promise((then) => (done = then));
    },
  };
}

/** Each VU does its iterations, all VUs at once. */
async function perVu(vus, { iterations }) {
  let next = 0;
  await Promise.all(
    vus.map(async (vu) => {
      for (let i = 0; i < iterations; i++) {
        await vu.iterate(next++);
      }
    }),
  );
}

/** Iterations begin when they are due, whatever became of those before; without a free VU: dropped. */
async function byArrival(vus, due) {
  const free = [...vus];
  const start = performance.now();
  let next = 0;
  const running = [];
  for (const time of due) {
    await new Promise((then) => setTimeout(then, time - (performance.now() - start)));
    const vu = free.shift();
    if (vu) {
      running.push(vu.iterate(next++).then(() => free.push(vu)));
    } else {
      emit('dropped_iterations', 'counter', 1);
    }
  }
  await Promise.all(running);
}

function execute(vus, scenario) {
  const { executor, startRate, rate, timeUnit, stages, duration } = scenario;
  switch (executor) {
    case 'per-vu-iterations':
      return perVu(vus, scenario);
    case 'constant-arrival-rate':
      return byArrival(vus, dueTimes(rate, rate, timeUnit, duration));
    case 'ramping-arrival-rate':
      return byArrival(vus, dueTimes(startRate, stages[0].target, timeUnit, stages[0].duration));
    default:
      throw new Error(`no stand-in for the executor ${executor}`);
  }
}

async function run(path) {
  const url = pathToFileURL(resolve(path)).href;
  const script = await import(url);
  const [scenario] = Object.values(script.options.scenarios);
  const data = script.setup();
  const count = scenario.vus ?? scenario.preAllocatedVUs;
  const vus = await Promise.all(Array.from({ length: count }, (_, i) => startVu(i + 1, url, data)));
  await execute(vus, scenario);
  script.teardown(data);
  const results = evaluate(script.options.thresholds, samples);
  for (const { name, expression, found, met } of results) {
    console.log(`${met ? 'met   ' : 'MISSED'} ${name} ${expression}, found ${found}`);
  }
  return results.every((result) => result.met) ? 0 : MISSED;
}

try {
  process.exit(await run(process.argv[2]));
} catch (failure) {
  console.error(failure.message);
  process.exit(FAILED);
}

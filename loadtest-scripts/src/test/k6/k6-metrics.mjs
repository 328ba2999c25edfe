import { parentPort } from 'node:worker_threads';

/** Samples of the main thread; VUs send theirs there. */
export const samples = [];

/** Adds a sample to a metric, the script's or one of k6's own. */
export function emit(metric, type, value, tags = {}) {
  const sample = { metric, type, value: Number(value), tags };
  if (parentPort) {
    parentPort.postMessage({ sample });
  } else {
    samples.push(sample);
  }
}

class Metric {
  constructor(name, type) {
    this.name = name;
    this.type = type;
  }

  add(value, tags) {
    emit(this.name, this.type, value, tags);
  }
}

export class Counter extends Metric {
  constructor(name) {
    super(name, 'counter');
  }
}

export class Trend extends Metric {
  constructor(name) {
    super(name, 'trend');
  }
}

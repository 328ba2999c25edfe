import { workerData } from 'node:worker_threads';

/** Set by the VU before each iteration. */
export const scenario = { iterationInTest: 0 };

export default { scenario, vu: { idInTest: workerData?.vu ?? 0 } };

export { connect } from './viewer.js';
export { ServerClock } from './clock.js';
export { ErrorCode, Problem } from './problem.js';

// What the engine's own pages stand on as well. Not declared for others: it may change.
export { OncueClient } from './client.js';
export { LiveStream } from './live-stream.js';
export { durationMillis, statusAt } from './poll-book.js';
export { backoffMillis, sleep } from './retry.js';

export { connect } from './viewer.js';
export { ServerClock } from './clock.js';
export { ErrorCode, Problem } from './problem.js';

// The rundown of a show: the polls that are prepared, in the order they are meant to be asked. Each
// is the body of POST /poll-open without its stream, its id made when it was prepared: to open it
// twice is to open it once. Pure functions of lists, which they never change.

import { optionIds, pollId } from './ids.js';
import { durationMillis } from './sdk/oncue-viewer.js';

export const MAX_POLLS = 200;
const MAX_CHARACTERS = 300;
const MIN_OPTIONS = 2;
const MAX_OPTIONS = 32;
const MAX_DURATION_MILLIS = 31 * 24 * 3600_000;
const MAX_GRACE_MILLIS = 60_000;
const MAX_LATENCY_MILLIS = 60_000;
const MAX_EXPECTED_VIEWERS = 1_000_000_000;
const NAME = /^(?!\.\.?$)[A-Za-z0-9._:@-]{1,128}$/;
const DURATION = /^P(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,9})?S)?)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const KIND = 'rundown';
const VERSION = 1;
const FILE_FIELDS = ['oncue', 'version', 'polls'];
const OPTION_FIELDS = ['id', 'text'];
const LATENCY_FIELDS = ['min', 'max'];
/** What a poll has that the form does not ask for; it goes on air as it was imported. */
export const QUIET_FIELDS = ['opensAt', 'closesAt', 'grace', 'latency'];
const POLL_FIELDS = [
  'poll', 'question', 'options', 'duration', 'maxOptions', 'revote', 'results', 'expectedViewers', ...QUIET_FIELDS, 'asked',
];

/** What is wrong with a file: the key of a text, and the values it is filled with. */
export class BadRundown extends Error {
  constructor(reason, values = {}) {
    super(reason);
    this.key = `rundown.bad.${reason}`;
    this.values = values;
  }
}

/** Puts a poll in the place of the one with its id, or at the end. */
export function put(polls, poll) {
  const known = polls.some((other) => other.poll === poll.poll);
  return known ? polls.map((other) => (other.poll === poll.poll ? poll : other)) : [...polls, poll];
}

export const remove = (polls, id) => polls.filter((poll) => poll.poll !== id);

/** Puts a poll back where it was. */
export const insert = (polls, poll, at) => [...polls.slice(0, at), poll, ...polls.slice(at)];

/** Moves a poll by so many places; as far as there are any. */
export function move(polls, id, by) {
  const from = polls.findIndex((poll) => poll.poll === id);
  const to = Math.max(0, Math.min(polls.length - 1, from + by));
  return from < 0 || to === from ? polls : insert(remove(polls, id), polls[from], to);
}

/** A poll that was asked, prepared once more: the same under a new id, in the same place. */
export const again = (polls, id) => polls.map((poll) => (poll.poll === id ? prepared(poll) : poll));

/** The same poll under a new id. */
export function prepared({ asked, ...poll }) {
  return { ...poll, poll: pollId() };
}

/** Notes that a poll was opened, so that it is not the next one again once the engine forgets it. */
export const noteAsked = (polls, id) => polls.map((poll) => (poll.poll === id && !poll.asked ? { ...poll, asked: true } : poll));

/**
 * The first poll that has not been asked.
 *
 * @param isKnown whether the engine has a poll of that id
 */
export const next = (polls, isKnown) => polls.find((poll) => !poll.asked && !isKnown(poll.poll)) ?? null;

/** What is sent to open a poll. */
export function draftOf({ asked, ...draft }) {
  return draft;
}

export const write = (polls) => `${JSON.stringify({ oncue: KIND, version: VERSION, polls }, null, 2)}\n`;

/**
 * The polls of a file.
 *
 * @throws BadRundown that says what is wrong, and with which poll
 */
export function read(text) {
  const file = parse(text);
  const polls = Array.isArray(file) ? file : file?.polls;
  if (!Array.isArray(polls)) throw new BadRundown('no-polls');
  if (!Array.isArray(file)) checkFile(file);
  if (polls.length > MAX_POLLS) throw new BadRundown('too-many', { most: MAX_POLLS });
  const all = polls.map((raw, i) => readPoll(raw, i + 1));
  const twice = all.findIndex((poll, i) => all.some((other, j) => j < i && other.poll === poll.poll));
  if (twice >= 0) throw new BadRundown('twice', { number: twice + 1 });
  return all;
}

function checkFile(file) {
  if (file.version > VERSION) throw new BadRundown('newer');
  const field = unknown(file, FILE_FIELDS);
  if (field) throw new BadRundown('file-field', { field });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRundown('not-json');
  }
}

/**
 * Both lists. What comes in and is there already, word for word, is not there twice; what has an id
 * that is taken gets another.
 *
 * @throws BadRundown when they are too many together
 */
export function merge(polls, incoming) {
  const all = [...polls];
  for (const poll of incoming) {
    const known = all.find((other) => other.poll === poll.poll);
    if (known && sameQuestion(known, poll)) continue;
    all.push(known ? prepared(poll) : poll);
  }
  if (all.length > MAX_POLLS) throw new BadRundown('too-many', { most: MAX_POLLS });
  return all;
}

const sameQuestion = (a, b) => JSON.stringify(readPoll(draftOf(a), 0)) === JSON.stringify(readPoll(draftOf(b), 0));

// As in the contract a field that is null is left out. One that is not known is refused: dropped in
// silence, a slip of the pen would go on air as something else.
function readPoll(raw, number) {
  const check = (holds, reason, more) => {
    if (!holds) throw new BadRundown(reason, { number, ...more });
  };
  check(isObject(raw), 'poll');
  checkFields(raw, POLL_FIELDS, '', check);
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
  const { poll = pollId(), maxOptions = 1, revote = false, results = 'live', asked } = given;
  const { duration, opensAt, closesAt, grace, expectedViewers } = given;
  check(typeof poll === 'string' && NAME.test(poll), 'id');
  check(isText(given.question), 'question', { most: MAX_CHARACTERS });
  check(Array.isArray(given.options) && isBetween(given.options.length, MIN_OPTIONS, MAX_OPTIONS), 'options', {
    least: MIN_OPTIONS, most: MAX_OPTIONS,
  });
  const options = readOptions(given.options, check);
  check(duration === undefined || isDuration(duration, 1, MAX_DURATION_MILLIS), 'duration');
  check(opensAt === undefined || isInstant(opensAt), 'instant', { field: 'opensAt' });
  check(closesAt === undefined || isInstant(closesAt), 'instant', { field: 'closesAt' });
  checkEnd(given, check);
  check(grace === undefined || isDuration(grace, 0, MAX_GRACE_MILLIS), 'grace');
  const latency = readLatency(given.latency, check);
  check(isBetween(maxOptions, 1, options.length), 'max-options', { most: options.length });
  check(typeof revote === 'boolean', 'revote');
  check(results === 'live' || results === 'closed', 'results');
  check(expectedViewers === undefined || isBetween(expectedViewers, 0, MAX_EXPECTED_VIEWERS), 'expected-viewers');
  check(asked === undefined || typeof asked === 'boolean', 'asked');
  return defined({
    poll, question: given.question.trim(), options, opensAt, duration, closesAt, grace, latency, maxOptions, revote, results,
    expectedViewers, asked: asked || undefined,
  });
}

function checkFields(raw, known, path, check) {
  const field = unknown(raw, known);
  check(field === undefined, 'field', { field: `${path}${field}` });
}

// An end that nobody could reach is told now, and not when the poll is to go on air.
function checkEnd({ opensAt, duration, closesAt }, check) {
  if (closesAt === undefined) return;
  const opens = Date.parse(opensAt);
  const length = Date.parse(closesAt) - opens;
  check(opensAt === undefined || (length > 0 && length <= MAX_DURATION_MILLIS), 'end');
  check(duration === undefined || (opensAt !== undefined && length === durationMillis(duration)), 'two-ends');
}

function readLatency(raw, check) {
  if (raw === undefined) return undefined;
  check(isObject(raw), 'latency');
  checkFields(raw, LATENCY_FIELDS, 'latency.', check);
  const { min, max } = raw;
  check(isDuration(max, 0, MAX_LATENCY_MILLIS), 'latency');
  check((min ?? undefined) === undefined || isDuration(min, 0, durationMillis(max)), 'latency');
  return defined({ min: min ?? undefined, max });
}

function readOptions(raw, check) {
  const texts = raw.map((option) => (typeof option === 'string' ? option : option?.text));
  check(texts.every(isText), 'option', { most: MAX_CHARACTERS });
  for (const option of raw) if (isObject(option)) checkFields(option, OPTION_FIELDS, 'options.', check);
  const made = optionIds(texts);
  const ids = raw.map((option, i) => option.id ?? made[i]);
  check(ids.every((id) => typeof id === 'string' && NAME.test(id)), 'option-id');
  check(new Set(ids).size === ids.length, 'option-ids');
  return texts.map((text, i) => ({ id: ids[i], text: text.trim() }));
}

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const unknown = (object, known) => Object.keys(object).find((field) => !known.includes(field));
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isText = (text) => typeof text === 'string' && text.trim().length > 0 && text.trim().length <= MAX_CHARACTERS;
const isBetween = (number, least, most) => Number.isInteger(number) && number >= least && number <= most;
const isInstant = (text) => typeof text === 'string' && INSTANT.test(text) && !Number.isNaN(Date.parse(text));

function isDuration(text, least, most) {
  const millis = typeof text === 'string' && DURATION.test(text) ? durationMillis(text) : NaN;
  return millis >= least && millis <= most;
}

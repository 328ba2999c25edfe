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
const MAX_EXPECTED_VIEWERS = 1_000_000_000;
const NAME = /^[A-Za-z0-9._:@-]{1,128}$/;
const KIND = 'rundown';
const VERSION = 1;

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
  if (!Array.isArray(file) && file.version > VERSION) throw new BadRundown('newer');
  if (polls.length > MAX_POLLS) throw new BadRundown('too-many', { most: MAX_POLLS });
  const all = polls.map((raw, i) => readPoll(raw, i + 1));
  const twice = all.findIndex((poll, i) => all.some((other, j) => j < i && other.poll === poll.poll));
  if (twice >= 0) throw new BadRundown('twice', { number: twice + 1 });
  return all;
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

function readPoll(raw, number) {
  const check = (holds, reason, more) => {
    if (!holds) throw new BadRundown(reason, { number, ...more });
  };
  check(raw !== null && typeof raw === 'object' && !Array.isArray(raw), 'poll');
  const { poll = pollId(), duration, maxOptions = 1, revote = false, results = 'live', expectedViewers, asked } = raw;
  check(typeof poll === 'string' && NAME.test(poll), 'id');
  check(isText(raw.question), 'question', { most: MAX_CHARACTERS });
  check(isBetween(raw.options?.length, MIN_OPTIONS, MAX_OPTIONS) && Array.isArray(raw.options), 'options', {
    least: MIN_OPTIONS, most: MAX_OPTIONS,
  });
  const options = readOptions(raw.options, check);
  check(duration === undefined || isDuration(duration), 'duration');
  check(isBetween(maxOptions, 1, options.length), 'max-options', { most: options.length });
  check(typeof revote === 'boolean', 'revote');
  check(results === 'live' || results === 'closed', 'results');
  check(expectedViewers === undefined || isBetween(expectedViewers, 0, MAX_EXPECTED_VIEWERS), 'expected-viewers');
  return {
    poll,
    question: raw.question.trim(),
    options,
    ...(duration !== undefined && { duration }),
    maxOptions,
    revote,
    results,
    ...(expectedViewers !== undefined && { expectedViewers }),
    ...(asked === true && { asked }),
  };
}

function readOptions(raw, check) {
  const texts = raw.map((option) => (typeof option === 'string' ? option : option?.text));
  check(texts.every(isText), 'option', { most: MAX_CHARACTERS });
  const made = optionIds(texts);
  const ids = raw.map((option, i) => option.id ?? made[i]);
  check(ids.every((id) => typeof id === 'string' && NAME.test(id)), 'option-id');
  check(new Set(ids).size === ids.length, 'option-ids');
  return texts.map((text, i) => ({ id: ids[i], text: text.trim() }));
}

const isText = (text) => typeof text === 'string' && text.trim().length > 0 && text.trim().length <= MAX_CHARACTERS;
const isBetween = (number, least, most) => Number.isInteger(number) && number >= least && number <= most;

function isDuration(duration) {
  const millis = typeof duration === 'string' ? durationMillis(duration) : 0;
  return millis > 0 && millis <= MAX_DURATION_MILLIS;
}

// What a prepared poll has that the form does not ask for, in words.

import { seconds } from './duration.js';
import { t, time } from './texts.js';

export function quietRules({ opensAt, closesAt, grace, latency }) {
  const parts = [];
  if (opensAt) parts.push(t('rules.opens-at', { time: time(opensAt) }));
  if (closesAt) parts.push(t('rules.closes-at', { time: time(closesAt) }));
  if (grace && seconds(grace) > 0) parts.push(t('rules.grace', { seconds: seconds(grace) }));
  if (latency) parts.push(t('rules.latency', { min: seconds(latency.min), max: seconds(latency.max) }));
  return parts;
}

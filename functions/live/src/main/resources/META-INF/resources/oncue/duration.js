// How long a poll is open, in words.

import { durationMillis } from './sdk/oncue-viewer.js';
import { t } from './texts.js';

/** The seconds of an ISO 8601 duration. */
export const seconds = (iso) => durationMillis(iso) / 1000;

/** @param iso an ISO 8601 duration; none: until it is closed */
export function durationText(iso) {
  if (!iso) return t('duration.open-end');
  const n = seconds(iso);
  return n > 60 && n % 60 === 0 ? t('duration.minutes', { n: n / 60 }) : t('duration.seconds', { n });
}

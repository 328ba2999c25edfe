// How long a poll is open, in words.

import { durationMillis } from './sdk/oncue-viewer.js';
import { t } from './texts.js';

/** @param iso an ISO 8601 duration; none: until it is closed */
export function durationText(iso) {
  if (!iso) return t('duration.open-end');
  const seconds = durationMillis(iso) / 1000;
  return seconds > 60 && seconds % 60 === 0 ? t('duration.minutes', { n: seconds / 60 }) : t('duration.seconds', { n: seconds });
}

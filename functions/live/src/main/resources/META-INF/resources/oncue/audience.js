// How many viewers there are, at the top of a viewer's page.

import { byId, setText } from './dom.js';
import { count, t } from './texts.js';

/** @param number null: nobody knows */
export function showAudience(number) {
  byId('audience').hidden = number === null;
  setText(byId('viewers'), count(number));
  setText(byId('viewers-word'), t('audience.viewers', { n: number }));
}

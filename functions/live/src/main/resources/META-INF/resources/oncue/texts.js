// The texts of this page: read from texts/<language>.json before anything is shown. A page names the
// languages it is translated into (`<html data-languages="en de">`); `?lang=de` chooses one, else
// the browser's own languages do.

import { chooseLanguage, Texts } from './i18n.js';
import { backoffMillis, sleep } from './sdk/oncue-viewer.js';

const texts = await load();
document.documentElement.lang = texts.language;
for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
for (const element of document.querySelectorAll('[data-text-label]')) {
  element.setAttribute('aria-label', t(element.dataset.textLabel));
}

export const language = texts.language;

/** The text of a key; `n` among the values chooses the plural. */
export function t(key, values) {
  return texts.text(key, values);
}

export const count = (number) => texts.count(number);
/** An instant as this device's clock and calendar show it. */
export const time = (instant) => texts.time(instant);
export const percent = (share, digits = 0) => texts.percent(share, digits);

/** What went wrong, by the problem's code; what has no text of its own says it in the server's words. */
export function problemText(problem) {
  const key = `problem.${problem.code}`;
  return texts.has(key) ? t(key) : problem.detail || t('problem.unknown');
}

async function load() {
  const available = (document.documentElement.dataset.languages ?? 'en').split(' ');
  const language = chooseLanguage([asked(), ...navigator.languages], available);
  // Without its texts a page is of no use, so it goes on asking for them.
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(new URL(`texts/${language}.json`, import.meta.url));
      if (response.ok) return new Texts(language, await response.json());
    } catch {
      // No answer: as if it were a bad one.
    }
    await sleep(backoffMillis(attempt));
  }
}

function asked() {
  return new URLSearchParams(location.search).get('lang') ?? new URLSearchParams(location.hash.slice(1)).get('lang');
}

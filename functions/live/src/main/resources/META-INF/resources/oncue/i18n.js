// Texts by key, numbers and plurals, for one language. Knows no page and reads no file.

const PLACEHOLDER = /\{(\w+)\}/g;

// Whatever is written from right to left, or says that something is (UAX #9).
const TURNS = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A text inside of another, whose direction it does not change. */
export const isolated = (text) => (TURNS.test(text) ? `\u2068${text}\u2069` : text);

/** The first language that is asked for and available; else the first available one. */
export function chooseLanguage(wanted, available) {
  const bases = wanted.filter(Boolean).map((tag) => tag.toLowerCase().split('-')[0]);
  return bases.find((base) => available.includes(base)) ?? available[0];
}

export class Texts {
  #catalogue;
  #plurals;
  #whole;
  #percents = new Map();

  /**
   * @param language a BCP 47 tag
   * @param catalogue texts by key; one that depends on a number is an object with a text for each
   *     plural category of the language (CLDR: `one`, `other` ...), chosen by the value `n`
   */
  constructor(language, catalogue) {
    this.language = language;
    this.#catalogue = catalogue;
    this.#plurals = new Intl.PluralRules(language);
    this.#whole = new Intl.NumberFormat(language);
  }

  has(key) {
    return Object.hasOwn(this.#catalogue, key);
  }

  /** The text of a key, its placeholders filled in; numbers are written as the language does. */
  text(key, values = {}) {
    const entry = this.#catalogue[key];
    if (entry === undefined) return key;
    const pattern = typeof entry === 'string' ? entry : entry[this.#plurals.select(values.n)] ?? entry.other;
    return pattern.replace(PLACEHOLDER, (whole, name) => this.#written(values[name], whole));
  }

  #written(value, whole) {
    if (value === undefined) return whole;
    return typeof value === 'number' ? this.count(value) : isolated(String(value));
  }

  count(number) {
    return this.#whole.format(number);
  }

  time(instant) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant));
  }

  /** @param share 0 to 1 */
  percent(share, digits) {
    if (!this.#percents.has(digits)) {
      const options = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits };
      this.#percents.set(digits, new Intl.NumberFormat(this.language, options));
    }
    return this.#percents.get(digits).format(share);
  }
}

/** The names of the placeholders of a text, sorted; a plural's are those of all its forms. */
export function placeholders(entry) {
  const patterns = typeof entry === 'string' ? [entry] : Object.values(entry);
  return [...new Set(patterns.flatMap((pattern) => [...pattern.matchAll(PLACEHOLDER)].map(([, name]) => name)))].sort();
}

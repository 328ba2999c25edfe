import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { chooseLanguage, placeholders, Texts } from '../../main/resources/META-INF/resources/oncue/i18n.js';

// The page with the video is the local engine's, and its texts are here.
const FOLDERS = ['../../main/resources/META-INF/resources/', '../../../../local/src/main/resources/META-INF/resources/']
  .map((path) => new URL(path, import.meta.url));
const read = (path) => readFileSync(FOLDERS.map((folder) => new URL(path, folder)).find((file) => existsSync(file)), 'utf8');
const en = JSON.parse(read('oncue/texts/en.json'));
const de = JSON.parse(read('oncue/texts/de.json'));

const PAGES = FOLDERS.flatMap((folder) => readdirSync(folder)).filter((name) => name.endsWith('.html'));
// Every module that a page loads, however deep.
const MODULES = loadedBy(PAGES.flatMap((page) => [...read(page).matchAll(/type="module" src="(oncue\/[^"]+\.js)"/g)].map(([, path]) => path)));

function loadedBy(entries) {
  const all = new Set();
  const visit = (path) => {
    // The SDK says nothing itself.
    if (all.has(path) || path.startsWith('oncue/sdk/')) return;
    all.add(path);
    for (const [, relative] of read(path).matchAll(/from '(\.[^']+)'/g)) {
      visit(new URL(relative, new URL(path, 'file:///')).pathname.slice(1));
    }
  };
  entries.forEach(visit);
  return [...all];
}

test('all pages are translated', () => {
  assert.deepEqual(PAGES.sort(), ['host.html', 'overlay.html', 'viewer.html', 'watch.html']);
  for (const page of PAGES) assert.match(read(page), /<html lang="en" data-languages="en de">/, page);
  for (const module of ['compose', 'overlay-card', 'viewer-poll', 'video']) assert.ok(MODULES.includes(`oncue/${module}.js`), module);
});

test('English and German have the same keys, with the same placeholders', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) assert.deepEqual(placeholders(de[key]), placeholders(en[key]), key);
});

test('a plural has every form that its language needs', () => {
  for (const [language, texts] of [['en', en], ['de', de]]) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, entry] of Object.entries(texts)) {
      if (typeof entry !== 'string') assert.deepEqual(Object.keys(entry).sort(), forms, `${key} in ${language}`);
      else assert.ok(entry.trim(), `${key} in ${language}`);
    }
  }
});

test('every key that a page asks for is there, and none is left over', () => {
  const sources = [...PAGES, ...MODULES].map(read).join('\n');
  const asked = [
    ...[...sources.matchAll(/data-text(?:-label)?="([^"]+)"/g)].map(([, key]) => key),
    ...[...sources.matchAll(/'([a-z]+(?:\.[a-z-]+)+|certified)'/g)].map(([, key]) => key).filter((key) => !/\.(js|html|keys-off)$/.test(key)),
  ];
  // `status.${status}`: any text that begins and ends so.
  const families = [...sources.matchAll(/`([a-z]+(?:\.[a-z]+)*\.\$\{\w+(?:\([^)]*\))?[^`]*)`/g)].map(
    ([, pattern]) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[a-z-]+')}$`),
  );
  assert.deepEqual(asked.filter((key) => !Object.hasOwn(en, key)), []);
  assert.ok(families.length > 5);
  assert.deepEqual(Object.keys(en).filter((key) => !asked.includes(key) && !families.some((family) => family.test(key))), []);
});

test('no page has words of its own', () => {
  for (const page of PAGES) {
    const text = read(page)
      .replaceAll(/<(noscript|title|kbd)\b.*?<\/\1>/gs, ' ')
      .replaceAll(/<[^>]*>/gs, ' ')
      .replaceAll(/Oncue|–/g, ' ');
    assert.equal(text.trim(), '', page);
    assert.doesNotMatch(read(page), /\b(placeholder|title|aria-label|alt)="[^"]+"/, page);
  }
});

test('no script has words of its own', () => {
  const SHOWN = /(?:(?:textContent|placeholder|title|label): ?|setText\([^,]+, |(?:announce|notice|hint)\()(['"`])(.*?)\1/g;
  for (const path of MODULES) {
    const shown = [...read(path).matchAll(SHOWN)].map(([, , literal]) => literal.replaceAll(/\$\{.*?\}/g, ''));
    assert.deepEqual(shown.filter((literal) => /\p{Letter}/u.test(literal)), [], path);
  }
});

test('the language is the first one asked for that there is', () => {
  assert.equal(chooseLanguage(['de', 'en'], ['en', 'de']), 'de');
  assert.equal(chooseLanguage([null, 'fr-FR', 'de-AT', 'en'], ['en', 'de']), 'de');
  assert.equal(chooseLanguage([null, 'fr'], ['en', 'de']), 'en');
  assert.equal(chooseLanguage(['DE'], ['en', 'de']), 'de');
  assert.equal(chooseLanguage(['<script>'], ['en', 'de']), 'en');
});

test('numbers and plurals are those of the language', () => {
  const catalogue = { voted: { one: '{n} vote, {who}', other: '{n} votes, {who}' }, plain: 'x {missing}' };
  const english = new Texts('en', catalogue);
  assert.equal(english.text('voted', { n: 1, who: 'Ada' }), '1 vote, Ada');
  assert.equal(english.text('voted', { n: 12345, who: '{n}' }), '12,345 votes, {n}');
  assert.equal(english.text('plain'), 'x {missing}');
  assert.equal(english.text('unknown.key'), 'unknown.key');
  assert.equal(english.percent(0.505, 1), '50.5%');
  const german = new Texts('de', catalogue);
  assert.equal(german.text('voted', { n: 12345, who: 'Ada' }), '12.345 votes, Ada');
  assert.equal(german.percent(0.505, 1), '50,5\u00a0%');
  assert.equal(german.percent(0.5, 0), '50\u00a0%');
});

test('a text in another one turns nothing around it', () => {
  const texts = new Texts('en', { said: '{who}: {what}!' });
  assert.equal(texts.text('said', { who: '\u05D0\u05D1', what: 'a' }), '\u2068\u05D0\u05D1\u2069: a!');
  assert.equal(texts.text('said', { who: 'a\u200F', what: '\u0627' }), '\u2068a\u200F\u2069: \u2068\u0627\u2069!');
  assert.equal(texts.text('said', { who: 'caf\u00E9', what: '\u{1F525}' }), 'caf\u00E9: \u{1F525}!');
});

// What the scripts of pages and SDK may use: ES2022 as far as all supported browsers have it, and their APIs.

import compat from 'eslint-plugin-compat';
import es from 'eslint-plugin-es-x';
import { readFileSync } from 'node:fs';

const { browserslist } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
// By the method's name, whatever it is called on: of names that nothing else has.
const byName = [
  'array-prototype-findlast-findlastindex', 'array-prototype-toreversed', 'array-prototype-tosorted', 'array-prototype-tospliced', 'array-prototype-with',
  'set-prototype-difference', 'set-prototype-intersection', 'set-prototype-union', 'string-prototype-iswellformed', 'string-prototype-towellformed',
  'iterator-prototype-toarray',
];

export default [
  es.configs['flat/restrict-to-es2022'],
  {
    ...compat.configs['flat/recommended'],
    settings: { browsers: browserslist },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    rules: {
      ...Object.fromEntries(byName.map((name) => [`es-x/no-${name}`, ['error', { aggressive: true }]])),
      // In ES2022, and in Safari from 16.4 on.
      'es-x/no-class-static-block': 'error',
      'es-x/no-regexp-lookbehind-assertions': 'error',
      // What the plugin's data does not have.
      'no-restricted-properties': ['error',
        { property: 'zoom', message: 'Firefox has it from 126 on.' },
        { object: 'AbortSignal', property: 'timeout', message: 'Safari has it from 16 on.' },
        { object: 'AbortSignal', property: 'any', message: 'Safari has it from 17.4 on.' },
        { object: 'URL', property: 'canParse', message: 'Safari has it from 17 on.' },
      ],
    },
  },
];

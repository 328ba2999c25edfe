// What the style sheets may use. What is only nicer with it, and right without, is named here.

const { default: { browserslist } } = await import('./package.json', { with: { type: 'json' } });

export default {
  plugins: ['stylelint-no-unsupported-browser-features'],
  reportNeedlessDisables: true,
  rules: {
    'plugin/no-unsupported-browser-features': [true, {
      browsers: browserslist, ignorePartialSupport: true, severity: 'error',
      // The corner by which a text field is made larger.
      ignore: ['css-resize'],
    }],
    // What the plugin's data does not have.
    'function-disallowed-list': ['color-mix', 'light-dark', 'anchor', 'if'],
    'at-rule-disallowed-list': ['scope', 'starting-style', 'property'],
  },
};

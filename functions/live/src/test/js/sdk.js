// The pages import the one module that the build makes of the SDK; tests, which run without a build, its source.

import { register } from 'node:module';

const source = new URL('../../../viewer-sdk/src/index.js', import.meta.url);
const hook = `export const resolve = (specifier, context, next) =>
  next(specifier === './sdk/oncue-viewer.js' ? '${source}' : specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

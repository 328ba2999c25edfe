/** Where a module is; those of k6 are beside this file. */
export async function resolve(name, context, next) {
  if (name === 'k6' || name.startsWith('k6/')) {
    return { url: new URL(`${name.replace('/', '-')}.mjs`, import.meta.url).href, shortCircuit: true };
  }
  const found = await next(name, context);
  return found.url.includes('/loadtest-scripts/k6/') ? { ...found, format: 'module' } : found;
}

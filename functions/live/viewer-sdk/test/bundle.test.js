import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as index from '../src/index.js';

const MOST_BYTES = 16_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

function bundle(t, ...more) {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-sdk'));
  t.after(() => rmSync(folder, { recursive: true }));
  const target = join(folder, 'oncue-viewer.mjs');
  execFileSync('java', [join(ROOT, 'Bundle.java'), ...(more.length > 0 ? more : [join(ROOT, 'src/index.js')]), target], { stdio: 'pipe' });
  return target;
}

test('the one module is small, whole and the same as its parts', async (t) => {
  const target = bundle(t);
  const bytes = gzipSync(readFileSync(target)).length;
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes gzipped`);
  const bundled = await import(pathToFileURL(target));
  for (const name of Object.keys(index)) assert.equal(typeof bundled[name], typeof index[name], name);
  assert.deepEqual(bundled.ErrorCode, index.ErrorCode);
});

test('what the bundle cannot read ends the build', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-sdk'));
  t.after(() => rmSync(folder, { recursive: true }));
  const module = join(folder, 'a.js');
  for (const code of ["import x from 'y';", 'const a = `\n`;', 'const a = 1;\nconst a = 2;']) {
    writeFileSync(module, code);
    assert.throws(() => bundle(t, module), undefined, code);
  }
});

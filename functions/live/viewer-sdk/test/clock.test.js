import assert from 'node:assert/strict';
import test from 'node:test';
import { ServerClock } from '../src/clock.js';

const HOUR = 3_600_000;

// A world where time only passes when it is told to: a device whose clock runs wrong, and a network.
class World {
  true = Date.UTC(2026, 10, 21, 20);
  asked = 0;
  #began = this.true;
  #seed = 7;

  constructor({ ppm, delay }) {
    this.rate = 1 + ppm / 1e6;
    this.delay = delay;
  }

  random() {
    this.#seed = (this.#seed * 48271) % 2147483647;
    return this.#seed / 2147483647;
  }

  monotonic = () => 5000 + (this.true - this.#began) * this.rate;

  ask = async () => {
    this.asked++;
    this.true += this.delay(this);
    const answer = { receivedAt: this.true, sentAt: (this.true += 0.1) };
    this.true += this.delay(this);
    return answer;
  };

  clock() {
    return new ServerClock({ ask: this.ask, monotonic: this.monotonic });
  }

  error(clock) {
    return Math.abs(clock.now() - this.true);
  }
}

async function worstOfAnHour(world) {
  const clock = world.clock();
  const until = world.true + HOUR;
  const began = world.true;
  await clock.sync();
  let worst = 0;
  let next = world.true + 120_000;
  while (world.true < until) {
    world.true += 1000;
    if (world.true >= next) {
      await clock.sync();
      next = world.true + (world.true - began < 15 * 60_000 ? 120_000 : 300_000);
    }
    worst = Math.max(worst, world.error(clock));
  }
  return worst;
}

for (const ppm of [200, -200]) {
  test(`is right within 50 ms for an hour on a clock that is ${ppm} ppm off, asked now and then`, async () => {
    const world = new World({ ppm, delay: (w) => 5 + 30 * w.random() ** 3 });
    const worst = await worstOfAnHour(world);
    assert.ok(worst < 50, `worst error ${worst} ms`);
    assert.ok(world.asked < 80, `asked ${world.asked} times`);
  });
}

test('a network that is slower one way errs by half of the difference, and no more', async () => {
  let back = false;
  const world = new World({ ppm: 200, delay: () => ((back = !back) ? 40 : 10) });
  assert.ok((await worstOfAnHour(world)) < 50);
});

test('a slow answer does not replace what a fast one said', async () => {
  let slow = false;
  const world = new World({ ppm: 0, delay: () => (slow ? 0 : 5) });
  const clock = world.clock();
  await clock.sync();
  slow = true;
  world.delay = (() => {
    let back = false;
    return () => ((back = !back) ? 4000 : 5);
  })();
  world.true += 120_000;
  await clock.sync();
  assert.ok(world.error(clock) < 50, `${world.error(clock)}`);
});

test('the wall clock is of no matter once the server was heard', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 0 });
  const world = new World({ ppm: 0, delay: () => 5 });
  const clock = world.clock();
  await clock.sync();
  t.mock.timers.setTime(600_000);
  assert.ok(world.error(clock) < 10);
});

test('a device that slept with its clock stopped is right after the next sync', async () => {
  const world = new World({ ppm: 0, delay: () => 5 });
  let asleep = 0;
  const awake = world.monotonic;
  world.monotonic = () => awake() - asleep;
  const clock = world.clock();
  await clock.sync();
  world.true += HOUR;
  asleep = HOUR;
  assert.ok(world.error(clock) > HOUR / 2);
  // Slower than before, so that what was known would be trusted more.
  world.delay = () => 25;
  await clock.sync();
  assert.ok(world.error(clock) < 10, `${world.error(clock)}`);
});

test('before the first answer the hint of a message is the best guess', () => {
  const clock = new World({ ppm: 0, delay: () => 5 }).clock();
  clock.hint('2031-01-01T00:00:00Z');
  assert.ok(Math.abs(clock.now() - Date.UTC(2031, 0, 1)) < 1);
  clock.hint('no instant');
  assert.ok(Math.abs(clock.now() - Date.UTC(2031, 0, 1)) < 1);
});

test('garbage for an answer changes nothing', async (t) => {
  const world = new World({ ppm: 0, delay: () => 5 });
  const clock = world.clock();
  await clock.sync();
  for (const answer of [null, {}, { receivedAt: 'x', sentAt: [] }, { receivedAt: 1e18, sentAt: -1e18 }, { receivedAt: NaN, sentAt: NaN }]) {
    world.ask = async () => answer;
    const other = new ServerClock({ ask: () => world.ask(), monotonic: world.monotonic });
    const before = other.now();
    await other.sync();
    assert.ok(Math.abs(other.now() - before) < 1000, JSON.stringify(answer));
  }
  assert.ok(world.error(clock) < 10);
});

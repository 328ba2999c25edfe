package dev.oncue.local;

import dev.oncue.testbed.contract.PollCloseContract;

/** The contract of {@code POST /poll-close} on the whole engine. */
@EngineTest
class PollCloseTest extends PollCloseContract {}

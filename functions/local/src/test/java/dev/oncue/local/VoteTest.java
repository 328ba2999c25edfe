package dev.oncue.local;

import dev.oncue.testbed.contract.VoteContract;

/** The contract of {@code POST /vote} on the whole engine. */
@EngineTest
class VoteTest extends VoteContract {}

package dev.oncue.local;

import dev.oncue.testbed.contract.ReactionContract;

/** The contract of {@code POST /reaction} on the whole engine. */
@EngineTest
class ReactionTest extends ReactionContract {}

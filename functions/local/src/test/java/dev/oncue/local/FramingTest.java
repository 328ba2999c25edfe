package dev.oncue.local;

import dev.oncue.testbed.contract.FramingContract;

/** HTTP/1.1 as all functions in one process speak it. */
@EngineTest
class FramingTest implements FramingContract {}

package dev.oncue.local;

import dev.oncue.testbed.contract.GatewayContract;

/** The contract of {@code POST /votes} on the whole engine. */
@EngineTest
class GatewayTest extends GatewayContract {}

package dev.oncue.vote;

import dev.oncue.testbed.contract.GatewayContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The contract of {@code POST /votes} on the function vote, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class GatewayFunctionTest extends GatewayContract {}

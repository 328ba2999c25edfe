package dev.oncue.pollopen;

import dev.oncue.testbed.contract.LimitContract;
import dev.oncue.testbed.profile.LimitedTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The function poll-open, alone, where a tenant may have little. */
@QuarkusTest
@TestProfile(LimitedTestProfile.class)
class LimitTest extends LimitContract {}

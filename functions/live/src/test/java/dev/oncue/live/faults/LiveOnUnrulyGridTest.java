package dev.oncue.live.faults;

import dev.oncue.Seed;
import dev.oncue.live.LiveFunctionTest;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * State, polls, time and pages of live, on a grid whose answers are late, by other threads and out
 * of order.
 */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class LiveOnUnrulyGridTest extends LiveFunctionTest {}

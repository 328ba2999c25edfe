package dev.oncue.live.faults;

import dev.oncue.Seed;
import dev.oncue.live.FeedFunctionTest;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The feed of live, on a grid whose answers and news are late, by other threads and out of order.
 */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class FeedOnUnrulyGridTest extends FeedFunctionTest {}

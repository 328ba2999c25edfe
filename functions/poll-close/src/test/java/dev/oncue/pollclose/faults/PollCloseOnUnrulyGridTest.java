package dev.oncue.pollclose.faults;

import dev.oncue.Seed;
import dev.oncue.pollclose.PollCloseFunctionTest;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** All of poll-close, on a grid whose answers are late, by other threads and out of order. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@ExtendWith(Seed.class)
class PollCloseOnUnrulyGridTest extends PollCloseFunctionTest {}

package dev.oncue.vote.faults;

import dev.oncue.Seed;
import dev.oncue.vote.VoteFunctionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** All of vote, on a grid whose answers are late, by other threads and out of order. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteFaultsProfile.class)
@ExtendWith(Seed.class)
class VoteOnUnrulyGridTest extends VoteFunctionTest {}

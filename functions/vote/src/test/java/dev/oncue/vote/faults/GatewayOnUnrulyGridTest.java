package dev.oncue.vote.faults;

import dev.oncue.Seed;
import dev.oncue.testbed.contract.GatewayContract;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ballots of a gateway, on a grid whose answers are late, by other threads and out of order. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteFaultsProfile.class)
@ExtendWith(Seed.class)
class GatewayOnUnrulyGridTest extends GatewayContract {}

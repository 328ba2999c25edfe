package dev.oncue.pollopen;

import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.PollOpenContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;

/** The function poll-open, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class PollOpenFunctionTest extends PollOpenContract implements FunctionContract {
  @Override
  public Set<String> paths() {
    return Set.of("/poll-open", "/tickets");
  }
}

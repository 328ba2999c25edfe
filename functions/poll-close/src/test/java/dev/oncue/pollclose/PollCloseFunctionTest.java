package dev.oncue.pollclose;

import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.PollCloseContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;

/** The function poll-close, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class PollCloseFunctionTest extends PollCloseContract implements FunctionContract {
  @Override
  public Set<String> paths() {
    return Set.of("/poll-close");
  }
}

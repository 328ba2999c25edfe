package dev.oncue.react;

import dev.oncue.testbed.contract.FunctionContract;
import dev.oncue.testbed.contract.ReactionContract;
import dev.oncue.testbed.profile.FunctionTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;

/** The function reaction, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
public class ReactionFunctionTest extends ReactionContract implements FunctionContract {
  @Override
  public Set<String> paths() {
    return Set.of("/reaction");
  }
}

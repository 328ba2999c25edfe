package dev.oncue.vote.faults;

import dev.oncue.testbed.profile.UnrulyGridProfile;
import java.util.Map;

/** The function vote on an unruly grid, where as many votes may wait as one gateway can send. */
public final class VoteFaultsProfile extends UnrulyGridProfile {
  static final int MAX_WAITING = 1_000;

  @Override
  protected Map<String, String> more() {
    return Map.of("oncue.vote.max-waiting", Integer.toString(MAX_WAITING));
  }
}

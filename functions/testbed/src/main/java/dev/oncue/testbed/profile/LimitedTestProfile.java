package dev.oncue.testbed.profile;

import java.util.Map;

/** Runs a function alone, where a tenant may have little. */
public class LimitedTestProfile extends FunctionTestProfile {
  public static final int OPEN = 4;
  public static final int SCHEDULED = 3;
  public static final int OF_STREAM = 2;
  public static final int STREAMS = 12;
  public static final int TICKETS = 5;

  @Override
  protected Map<String, String> more() {
    return Map.of(
        "oncue.limit.open-polls", Integer.toString(OPEN),
        "oncue.limit.scheduled-polls", Integer.toString(SCHEDULED),
        "oncue.limit.stream-polls", Integer.toString(OF_STREAM),
        "oncue.limit.streams", Integer.toString(STREAMS),
        "oncue.limit.tickets", Integer.toString(TICKETS));
  }
}

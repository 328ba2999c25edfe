package dev.oncue.pollopen;

import dev.oncue.event.DeliveryId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names for polls that come without one. */
final class PollNames {
  private PollNames() {}

  /** A name that no poll has. */
  static String random() {
    return "poll-" + UUID.randomUUID();
  }

  /** The name that an event's poll gets, the same at every delivery of the event. */
  static String of(DeliveryId delivery) {
    return "poll-" + UUID.nameUUIDFromBytes(delivery.path().getBytes(StandardCharsets.UTF_8));
  }
}

package dev.oncue.event;

/**
 * What makes an event the same event: source and id (CloudEvents 1.0, "id"), inside a tenant.
 *
 * @param tenant of the token that it came with
 * @param source the event's source
 * @param id the event's id
 */
public record DeliveryId(String tenant, String source, String id) {
  /** A text that no other delivery has, whatever a sender puts into source and id. */
  public String path() {
    return tenant + '\n' + source.length() + '\n' + source + '\n' + id;
  }
}

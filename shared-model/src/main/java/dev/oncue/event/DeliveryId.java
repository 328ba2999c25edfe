package dev.oncue.event;

/**
 * What makes an event the same event: source and id (CloudEvents 1.0, "id"), inside a tenant.
 *
 * @param tenant of the token that it came with
 * @param source the event's source
 * @param id the event's id
 */
public record DeliveryId(String tenant, String source, String id) {
  /** One line that no other delivery has: a line feed is in none of its parts. */
  public String path() {
    return tenant + '\n' + source + '\n' + id;
  }
}

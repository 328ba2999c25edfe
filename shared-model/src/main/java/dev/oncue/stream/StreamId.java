package dev.oncue.stream;

/**
 * One live broadcast of one tenant. Names are unique inside a tenant; two tenants may use the same
 * name for different streams.
 *
 * @param tenant whose stream it is
 * @param name the stream's name, as it stands on the wire
 */
public record StreamId(String tenant, String name) {
  /** The tenant of a token that names none. */
  public static final String DEFAULT_TENANT = "default";

  /** Whose streams are nobody's: instances prime themselves with them. */
  public static final String SCRATCH_TENANT = "oncue:scratch";

  /** Refuses anything that is not a {@link Name}. */
  public StreamId {
    if (!Name.isReadable(tenant) || !Name.isReadable(name)) {
      throw new IllegalArgumentException("tenant and stream " + Name.RULE);
    }
  }

  /** Whether nobody watches it: what happens there is not told and not kept. */
  public boolean isScratch() {
    return tenant.equals(SCRATCH_TENANT);
  }

  /** {@code tenant/name}: unique, since a {@link Name} has no slash. */
  public String path() {
    return tenant + '/' + name;
  }
}

package dev.oncue.poll;

/**
 * A poll was removed while it was to be changed, as its retention or its owner may do at any time.
 */
public final class RemovedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Of that poll. */
  public RemovedException(PollId id) {
    super(id.path() + " was removed");
  }
}

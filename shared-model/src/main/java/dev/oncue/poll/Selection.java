package dev.oncue.poll;

/** What the options that a ballot names come to in a poll. */
public sealed interface Selection {
  /**
   * They can be voted for.
   *
   * @param options bit {@code i} is set for the poll's option {@code i}
   */
  record Chosen(int options) implements Selection {}

  /**
   * The poll has no such option.
   *
   * @param id the one that is unknown
   */
  record UnknownOption(String id) implements Selection {}

  /**
   * More than the poll allows on one ballot.
   *
   * @param max how many it allows
   */
  record TooMany(int max) implements Selection {}
}

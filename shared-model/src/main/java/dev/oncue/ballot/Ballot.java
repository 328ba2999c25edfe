package dev.oncue.ballot;

/**
 * What one viewer submitted for one poll, as it is kept.
 *
 * @param options bit {@code i} is set for the poll's option {@code i}; never 0
 * @param castAt when the engine received it, in milliseconds since the epoch
 */
public record Ballot(int options, long castAt) {}

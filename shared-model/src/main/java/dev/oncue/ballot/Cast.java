package dev.oncue.ballot;

/**
 * One ballot on its way into a shard.
 *
 * @param viewer whose ballot it is
 * @param ballot the ballot
 */
public record Cast(String viewer, Ballot ballot) {}

package dev.oncue.poll;

/**
 * A thing that can be voted for.
 *
 * @param id its name inside the poll
 * @param text what the viewer reads
 */
public record Option(String id, String text) {}

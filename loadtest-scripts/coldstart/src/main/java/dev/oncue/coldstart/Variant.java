package dev.oncue.coldstart;

/**
 * One way to have instances.
 *
 * @param name as it stands in tables and charts
 * @param minScale the lower bound that it comes to
 */
record Variant(String name, MinScale minScale) {}

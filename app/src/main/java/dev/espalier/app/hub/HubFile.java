package dev.espalier.app.hub;

/**
 * A file of a model.
 *
 * @param name its path in the repository
 * @param bytes how long it is
 */
record HubFile(String name, long bytes, Checksum checksum) {}

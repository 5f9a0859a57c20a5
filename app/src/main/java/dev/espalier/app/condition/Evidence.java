package dev.espalier.app.condition;

import org.eclipse.collections.api.map.ImmutableMap;

/**
 * The searches that a claim or a figure is about.
 *
 * @param own meant where no name is given
 * @param named others, by the names that are written before a full stop
 */
public record Evidence(Search own, ImmutableMap<String, Search> named) {}

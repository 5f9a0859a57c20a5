package dev.espalier.search.event;

/**
 * What depends on the machine, measured around a step and kept apart from the events.
 *
 * @param step the step it was measured around
 * @param nanos wall time of the step
 * @param modelNanos of which inside the models
 */
public record Telemetry(int step, long nanos, long modelNanos) {}

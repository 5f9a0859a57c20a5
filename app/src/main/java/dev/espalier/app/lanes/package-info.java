/**
 * Particles as lanes: one column a round, one lane a particle, ribbons from ancestors to offspring.
 *
 * <p>{@link dev.espalier.app.lanes.LaneChart} is a fold over the events that weigh and resample;
 * {@link dev.espalier.app.lanes.LanesView} paints it and shares the selection with the tree.
 */
@NullMarked
package dev.espalier.app.lanes;

import org.jspecify.annotations.NullMarked;

package dev.espalier.app.comparison;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.SessionHeader;
import org.jspecify.annotations.Nullable;

/**
 * A search that can be compared with others.
 *
 * @param title what it is called, such as its file's name
 * @param order what was asked
 * @param model that answered, in a few words, or empty
 * @param header what its session says of it, null for a search that has none
 * @param times of its steps, none measured where they were not recorded
 */
public record Entrant(
    String title,
    SearchOrder order,
    EventSource events,
    String model,
    @Nullable SessionHeader header,
    StepTimes times) {}

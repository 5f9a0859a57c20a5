package dev.espalier.app.run;

import dev.espalier.search.budget.Budget;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * What the user asks for.
 *
 * @param prompt as written
 * @param algorithm its name, such as {@code a-star}
 * @param settings checked values of its parameters
 * @param knownAnswer the right answer, or empty where it is not known
 */
public record SearchOrder(
    String prompt,
    String algorithm,
    ImmutableMap<String, String> settings,
    long seed,
    Budget budget,
    String knownAnswer) {}

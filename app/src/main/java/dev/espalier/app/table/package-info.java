/**
 * Models that are written down: a few words and, after each text, the probability of each word.
 *
 * <p>Lessons use them where an effect needs an example that is small enough to be seen whole. The
 * file is JSON:
 *
 * <pre>{@code
 * {
 *   "id": "greedys-trap",
 *   "prompt": "The",
 *   "next": {
 *     "": {" nice": 0.5, " dog": 0.4, " car": 0.1},
 *     " dog": {" has": 0.9, " runs": 0.1},
 *     "… has": {" it": 1},
 *     "…": {"<end>": 1}
 *   },
 *   "vectors": {" nice": [1, 0], " dog": [0, 1]}
 * }
 * }</pre>
 *
 * <p>A key of {@code next} is what stands after the prompt; one that begins with {@code …} is how
 * it ends, and the longest that fits counts; a text that no key fits ends. {@code vectors} are the
 * hidden states after each token, for searches that compare them.
 */
@NullMarked
package dev.espalier.app.table;

import org.jspecify.annotations.NullMarked;

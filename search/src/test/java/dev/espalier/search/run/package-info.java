@NullMarked
package dev.espalier.search.run;

import org.jspecify.annotations.NullMarked;

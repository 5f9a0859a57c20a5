@NullMarked
package dev.espalier.search.measure;

import org.jspecify.annotations.NullMarked;

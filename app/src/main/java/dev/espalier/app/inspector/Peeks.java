package dev.espalier.app.inspector;

import dev.espalier.app.run.Peek;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/** A way to ask the loaded model what it would write next; it answers some frames later. */
public interface Peeks {

  /** No model to ask. */
  Peeks NONE = _ -> null;

  /**
   * The answer for {@code prefix}; null while there is none. Asking for it the first time sets the
   * model to work if it is loaded and idle.
   */
  @Nullable Peek after(ImmutableIntList prefix);
}

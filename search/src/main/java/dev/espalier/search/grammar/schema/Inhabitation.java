package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether any value is in a form. Errs towards yes: a form that is called inhabited may have no
 * value, one that is not has none.
 */
final class Inhabitation {

  private static final int MAX_STEPS = 2_000;

  private final SchemaReader reader;
  private final Set<Conjunction> open = new HashSet<>();
  private int steps;

  Inhabitation(SchemaReader reader) {
    this.reader = reader;
  }

  boolean isInhabited(Form form) throws GrammarException {
    if (form.isNull()
        || form.isTrue()
        || form.isFalse()
        || form.numbers().anySatisfy(numbers -> !numbers.isEmpty())
        || form.strings().anySatisfy(strings -> !strings.isEmpty())) {
      return true;
    }
    for (ArrayForm arrays : form.arrays()) {
      if (isInhabited(arrays)) {
        return true;
      }
    }
    for (ObjectForm objects : form.objects()) {
      if (isInhabited(objects)) {
        return true;
      }
    }
    return false;
  }

  private boolean isInhabited(ArrayForm arrays) throws GrammarException {
    if (arrays.isEmpty()) {
      return false;
    }
    int positions = Math.min(arrays.min(), arrays.prefix().size() + 1);
    for (int i = 0; i < positions; i++) {
      if (!isInhabited(arrays.item(i))) {
        return false;
      }
    }
    for (ArrayForm.Contained contained : arrays.contains()) {
      if (!isInhabited(contained.item())) {
        return false;
      }
    }
    return true;
  }

  private boolean isInhabited(ObjectForm objects) throws GrammarException {
    if (objects.isEmpty()) {
      return false;
    }
    for (ObjectForm.Property property : objects.declared().values()) {
      if (property.required() && !isInhabited(property.value())) {
        return false;
      }
    }
    return true;
  }

  /** A value inside itself is none: what is being asked already is no way to be inhabited. */
  private boolean isInhabited(Conjunction values) throws GrammarException {
    if (values.isAnything() || ++steps > MAX_STEPS) {
      return true;
    }
    if (values.isNothing() || !open.add(values)) {
      return false;
    }
    Form form;
    try {
      form = reader.form(values);
    } catch (SchemaRefusedException _) {
      // Whatever cannot be said here is said where the value is written.
      open.remove(values);
      return true;
    }
    boolean inhabited = isInhabited(form);
    open.remove(values);
    return inhabited;
  }
}

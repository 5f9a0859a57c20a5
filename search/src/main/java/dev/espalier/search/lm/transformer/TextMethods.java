package dev.espalier.search.lm.transformer;

import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that chat templates call. */
final class TextMethods extends ELResolver {

  @Override
  public @Nullable Object invoke(
      ELContext context,
      Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] parameters) {
    if (!(base instanceof String text) || parameters == null) {
      return null;
    }
    String[] given = Arrays.stream(parameters).map(String::valueOf).toArray(String[]::new);
    @Nullable Object result = call(text, String.valueOf(method), given);
    context.setPropertyResolved(result != null);
    return result;
  }

  /** The result, or null if there is no such method. */
  private static @Nullable Object call(String text, String method, String[] given) {
    return switch (method + "/" + given.length) {
      case "startswith/1" -> text.startsWith(given[0]);
      case "endswith/1" -> text.endsWith(given[0]);
      case "strip/0" -> text.strip();
      case "lstrip/0" -> text.stripLeading();
      case "rstrip/0" -> text.stripTrailing();
      case "strip/1" -> withoutEnd(withoutStart(text, given[0]), given[0]);
      case "lstrip/1" -> withoutStart(text, given[0]);
      case "rstrip/1" -> withoutEnd(text, given[0]);
      case "split/1" -> List.of(text.split(Pattern.quote(given[0]), -1));
      case "split/2" ->
          List.of(text.split(Pattern.quote(given[0]), Integer.parseInt(given[1]) + 1));
      case "replace/2" -> text.replace(given[0], given[1]);
      case "upper/0" -> text.toUpperCase(Locale.ROOT);
      case "lower/0" -> text.toLowerCase(Locale.ROOT);
      case "title/0" -> title(text);
      default -> null;
    };
  }

  private static String withoutStart(String text, String letters) {
    int i = 0;
    while (i < text.length() && letters.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return text.substring(i);
  }

  private static String withoutEnd(String text, String letters) {
    int i = text.length();
    while (i > 0 && letters.indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return text.substring(0, i);
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }

  @Override
  public @Nullable Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public @Nullable Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}

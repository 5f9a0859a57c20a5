package dev.espalier.app.keys;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of every command. What the user changed is kept in the settings file, one line a
 * command; a command whose keys are the defaults has none.
 */
public final class KeyBindings {

  private static final Logger log = LoggerFactory.getLogger(KeyBindings.class);

  /** Where settings are kept. */
  public interface Settings {

    /** The text kept under a name, null if there is none. */
    @Nullable String text(String name);

    /** Keeps a text under a name; null removes what is there. */
    void text(String name, @Nullable String value);
  }

  private final Settings settings;
  private final Map<KeyCommand, ImmutableList<KeyCombination>> keys =
      new EnumMap<>(KeyCommand.class);
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version", 0);

  /** Keys as they are in the settings; what cannot be read there counts as unchanged. */
  public KeyBindings(Settings settings) {
    this.settings = settings;
    for (KeyCommand command : KeyCommand.values()) {
      String kept = settings.text(name(command));
      keys.put(command, kept == null ? command.byDefault() : read(command, kept));
    }
  }

  private static ImmutableList<KeyCombination> read(KeyCommand command, String kept) {
    MutableList<KeyCombination> read = Lists.mutable.empty();
    for (String one : kept.split(KeyCommand.OR.strip(), -1)) {
      if (one.isBlank()) {
        continue;
      }
      try {
        read.add(KeyCombination.valueOf(one.strip()));
      } catch (IllegalArgumentException e) {
        log.warn(
            "the keys of {} are the default ones: \"{}\" is no key ({})",
            command.id(),
            one.strip(),
            e.getMessage());
        return command.byDefault();
      }
    }
    return read.toImmutable();
  }

  private static String name(KeyCommand command) {
    return "key." + command.id();
  }

  /** The keys of a command, possibly none. */
  public ImmutableList<KeyCombination> of(KeyCommand command) {
    return Objects.requireNonNull(keys.get(command));
  }

  /** The keys of a command as they are read: "Shift+J", "+ or =". */
  public String inWords(KeyCommand command) {
    return of(command).collect(KeyCombination::getDisplayText).distinct().makeString("   ");
  }

  /** The first command that a press of a key is for, null if none. */
  public @Nullable KeyCommand pressed(KeyEvent event) {
    return Arrays.stream(KeyCommand.values())
        .filter(command -> of(command).anySatisfy(key -> key.match(event)))
        .findFirst()
        .orElse(null);
  }

  /** Other commands that have a key. */
  public ImmutableList<KeyCommand> others(KeyCommand command, KeyCombination key) {
    return Lists.immutable
        .with(KeyCommand.values())
        .select(other -> other != command && of(other).contains(key));
  }

  /** Commands that share a key with another, which then gets it or not by chance. */
  public ImmutableList<KeyCommand> conflicts() {
    return Lists.immutable
        .with(KeyCommand.values())
        .select(command -> of(command).anySatisfy(key -> others(command, key).notEmpty()));
  }

  /** Gives a command one key and no other, and takes that key from whichever command has it. */
  public void bind(KeyCommand command, KeyCombination key) {
    others(command, key).each(other -> put(other, of(other).newWithout(key)));
    put(command, Lists.immutable.with(key));
    changed();
  }

  /** Leaves a command without keys. */
  public void unbind(KeyCommand command) {
    put(command, Lists.immutable.empty());
    changed();
  }

  /** Gives a command its default keys, which may then be another's as well. */
  public void reset(KeyCommand command) {
    put(command, command.byDefault());
    changed();
  }

  /** Gives every command its default keys. */
  public void resetAll() {
    for (KeyCommand command : KeyCommand.values()) {
      put(command, command.byDefault());
    }
    changed();
  }

  public boolean isChanged(KeyCommand command) {
    return !of(command).equals(command.byDefault());
  }

  private void put(KeyCommand command, ImmutableList<KeyCombination> now) {
    keys.put(command, now);
    settings.text(
        name(command),
        isChanged(command) ? now.collect(KeyCombination::getName).makeString(KeyCommand.OR) : null);
  }

  private void changed() {
    version.set(version.get() + 1);
  }

  /** Changes with any key. */
  public ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  /** The key that was pressed with all that was held; null while only Shift and the like are. */
  static @Nullable KeyCombination combination(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code.isModifierKey() || code == KeyCode.UNDEFINED) {
      return null;
    }
    MutableList<KeyCombination.Modifier> held = Lists.mutable.empty();
    if (event.isShiftDown()) {
      held.add(KeyCombination.SHIFT_DOWN);
    }
    if (event.isShortcutDown()) {
      held.add(KeyCombination.SHORTCUT_DOWN);
    }
    if (event.isAltDown()) {
      held.add(KeyCombination.ALT_DOWN);
    }
    return new KeyCodeCombination(code, held.toArray(new KeyCombination.Modifier[0]));
  }
}

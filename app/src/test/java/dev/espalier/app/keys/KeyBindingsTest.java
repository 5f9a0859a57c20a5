package dev.espalier.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyBindingsTest {

  private static final KeyCombination P = KeyCombination.valueOf("P");
  private static final KeyCombination X = KeyCombination.valueOf("X");

  private final Map<String, String> file = new HashMap<>();
  private final KeyBindings.Settings settings =
      new KeyBindings.Settings() {
        @Override
        public @Nullable String text(String name) {
          return file.get(name);
        }

        @Override
        public void text(String name, @Nullable String value) {
          if (value == null) {
            file.remove(name);
          } else {
            file.put(name, value);
          }
        }
      };
  private final KeyBindings keys = new KeyBindings(settings);

  private static KeyEvent press(KeyCode code, boolean shift) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false);
  }

  @ParameterizedTest
  @EnumSource
  void everyDefaultIsARealKeyThatReadsBackAsItself(KeyCommand command) {
    assertThat(command.byDefault())
        .allSatisfy(key -> {
          assertThat(key).isInstanceOf(KeyCodeCombination.class);
          assertThat(KeyCombination.valueOf(key.getName())).isEqualTo(key);
        });
  }

  @Test
  void noTwoCommandsShareADefault() {
    assertThat(keys.conflicts()).isEmpty();
  }

  @Test
  void shiftMakesAnotherCommand() {
    assertThat(keys.pressed(press(KeyCode.P, false))).isEqualTo(KeyCommand.NEXT_PRUNE);
    assertThat(keys.pressed(press(KeyCode.P, true))).isEqualTo(KeyCommand.PREVIOUS_PRUNE);
    assertThat(keys.pressed(press(KeyCode.X, false))).isNull();
  }

  @Test
  void aKeyThatIsGivenAwayIsTakenFromWhoHadIt() {
    assertThat(keys.others(KeyCommand.NEXT_SURPRISE, P)).containsExactly(KeyCommand.NEXT_PRUNE);
    keys.bind(KeyCommand.NEXT_SURPRISE, P);
    assertThat(keys.of(KeyCommand.NEXT_SURPRISE)).containsExactly(P);
    assertThat(keys.of(KeyCommand.NEXT_PRUNE)).isEmpty();
    assertThat(keys.pressed(press(KeyCode.P, false))).isEqualTo(KeyCommand.NEXT_SURPRISE);
    assertThat(keys.pressed(press(KeyCode.N, false))).isNull();
  }

  @Test
  void whatWasChangedIsThereAtTheNextStartAndNothingElseIsKept() {
    keys.bind(KeyCommand.NEXT_PRUNE, X);
    keys.unbind(KeyCommand.PLAY);
    assertThat(file).containsOnlyKeys("key.next-prune", "key.play");
    KeyBindings again = new KeyBindings(settings);
    assertThat(again.of(KeyCommand.NEXT_PRUNE)).containsExactly(X);
    assertThat(again.of(KeyCommand.PLAY)).isEmpty();
    assertThat(again.of(KeyCommand.ZOOM_IN)).isEqualTo(KeyCommand.ZOOM_IN.byDefault());
    assertThat(again.isChanged(KeyCommand.NEXT_PRUNE)).isTrue();
  }

  @Test
  void resettingCanMakeAConflictWhichIsNamed() {
    keys.bind(KeyCommand.NEXT_SURPRISE, P);
    keys.reset(KeyCommand.NEXT_PRUNE);
    assertThat(keys.conflicts()).containsExactly(KeyCommand.NEXT_PRUNE, KeyCommand.NEXT_SURPRISE);
    keys.resetAll();
    assertThat(keys.conflicts()).isEmpty();
    assertThat(file).isEmpty();
  }

  @Test
  void whatIsNoKeyInTheSettingsCountsAsUnchanged() {
    file.put("key.next-prune", "Shift+");
    file.put("key.play", "Space+Space+J");
    KeyBindings read = new KeyBindings(settings);
    assertThat(read.of(KeyCommand.NEXT_PRUNE)).isEqualTo(KeyCommand.NEXT_PRUNE.byDefault());
    assertThat(read.of(KeyCommand.PLAY)).isEqualTo(KeyCommand.PLAY.byDefault());
  }

  @Test
  void changesAreTold() {
    int before = keys.versionProperty().get();
    keys.bind(KeyCommand.PLAY, X);
    assertThat(keys.versionProperty().get()).isGreaterThan(before);
  }

  @Test
  void shiftAloneIsNoKeyYet() {
    assertThat(KeyBindings.combination(press(KeyCode.SHIFT, true))).isNull();
    assertThat(KeyBindings.combination(press(KeyCode.X, true)))
        .isEqualTo(KeyCombination.valueOf("Shift+X"));
  }
}

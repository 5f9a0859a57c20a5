package dev.espalier.reward.problems;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The stories of word problems, as data.
 *
 * <p>An opening sets up a quantity in one to three steps; turns change it by one step each; a
 * question may take a last step. Text and steps are written with places in braces: A and B are
 * people, X a thing, P a place, small letters numbers. A step is {@code name = left op right :
 * sentence}, where {@code {=}} in the sentence is the written-out equation; the quantity the story
 * is about is {@code q}. How numbers are drawn is told by their letter: see {@link StoryWriter}.
 */
final class StoryTemplates {

  private StoryTemplates() {}

  /** The opening of a story: its sentences, and the steps that follow from them. */
  record Opening(String text, ImmutableList<String> steps) {}

  /** A change of the quantity: a sentence and its step. */
  record Turn(String text, String step) {}

  /** A question, with a last step or none. */
  record Question(String text, ImmutableList<String> steps) {}

  private static Opening opening(String text, String... steps) {
    return new Opening(text, Lists.immutable.with(steps));
  }

  static final ImmutableList<Opening> OPENINGS =
      Lists.immutable.with(
          opening(
              "{A} has {a} {X} and {B} has {b} {X}. They put all of them in one box.",
              "q = a + b : Together they have {=} {X}."),
          opening(
              "{A} has {a} {X}. {B} has {b} more {X} than {A}. They keep their {X} together.",
              "m = a + b : {B} has {=} {X}.",
              "q = a + m : Together they have {=} {X}."),
          opening(
              "{A} has {a} {X}. {B} has {c} fewer {X} than {A}, and they share one shelf.",
              "m = a - c : {B} has {=} {X}.",
              "q = a + m : On the shelf there are {=} {X}."),
          opening(
              "There are {s} boxes with {t} {X} in each box.",
              "q = s * t : The boxes hold {=} {X}."),
          opening(
              "{A} buys {s} packs of {t} {X} and already has {b} {X} at home.",
              "m = s * t : The packs hold {=} {X}.",
              "q = m + b : With those at home {A} has {=} {X}."),
          opening(
              "A shop in {P} gets {s} crates of {t} {X}, but {e} {X} are broken and thrown away.",
              "m = s * t : The crates hold {=} {X}.",
              "q = m - e : After throwing away the broken ones there are {=} {X}."),
          opening(
              "{A} picks {a} {X} on Monday and {k} times as many on Tuesday.",
              "m = a * k : On Tuesday {A} picks {=} {X}.",
              "q = a + m : In both days {A} picks {=} {X}."),
          opening(
              "{A} has {s} bags of {t} {X}, and {B} has {u} bags of {v} {X}. They pour all of them"
                  + " out on a table.",
              "m = s * t : {A} has {=} {X}.",
              "n = u * v : {B} has {=} {X}.",
              "q = m + n : On the table there are {=} {X}."),
          opening(
              "{A} collects {a} {X} in spring, {b} {X} in summer and {d} {X} in autumn.",
              "m = a + b : By the end of summer there are {=} {X}.",
              "q = m + d : By the end of autumn there are {=} {X}."),
          opening(
              "A hall in {P} has {s} rows of {t} seats. On {u} evenings every seat is taken, and"
                  + " each guest is given one of the {X}.",
              "m = s * t : The hall has {=} seats.",
              "q = m * u : The guests are given {=} {X}."),
          opening(
              "{A} wants to own {h} {X} and has {c} {X} so far. A friend brings all that are"
                  + " missing and {b} more, which stay in a drawer.",
              "m = h - c : There are {=} {X} missing.",
              "q = m + b : The friend brings {=} {X}."),
          opening(
              "{A} makes {t} {X} in an hour and works {s} hours. {B} makes {b} {X} in all.",
              "m = s * t : {A} makes {=} {X}.",
              "q = m + b : Together they make {=} {X}."),
          opening(
              "A farm near {P} has {s} fields, and {t} trees stand in each field. From every tree"
                  + " come {u} {X}.",
              "m = s * t : There are {=} trees.",
              "q = m * u : The trees give {=} {X}."),
          opening(
              "{A} had {h} {X}, lost {e} of them and gave {c} to {B}.",
              "m = h - e : After the loss {A} has {=} {X}.",
              "q = m - c : After the gift {A} has {=} {X}."),
          opening(
              "{A} and {B} went fishing for {X}. {A} found {a}, {B} found twice as many, and they"
                  + " put them in one tank.",
              "m = a * 2 : {B} found {=} {X}.",
              "q = a + m : In the tank there are {=} {X}."),
          opening(
              "A train to {P} has {s} coaches, and {t} travellers sit in each. Each traveller"
                  + " carries one of the {X}, and the guard has {b} more.",
              "m = s * t : There are {=} travellers.",
              "q = m + b : On the train there are {=} {X}."),
          opening(
              "{B} has {b} {X}. {A} has {k} times as many {X} as {B}, and only {A} plays today.",
              "q = b * k : {A} has {=} {X}."),
          opening(
              "{A} cuts a rope into {s} pieces. Each piece is {t} cm long, and {e} cm are left"
                  + " over. For each cm of the whole rope {A} gets one of the {X}.",
              "m = s * t : The pieces are {=} cm long together.",
              "q = m + e : The rope was {=} cm long, so {A} gets as many {X}."),
          opening(
              "A printer makes {t} {X} in a minute. It runs {s} minutes before noon and {u}"
                  + " minutes after noon.",
              "m = s + u : It runs {=} minutes.",
              "q = m * t : It makes {=} {X}."),
          opening(
              "{A} reads {a} pages on the first day and {b} pages on the second. For each page"
                  + " there are {k} {X}.",
              "m = a + b : {A} reads {=} pages.",
              "q = m * k : That makes {=} {X}."),
          opening(
              "In {P} there are {a} {X} in the old house. The new house has {c} fewer than that,"
                  + " and the barn has {e}.",
              "m = a - c : The new house has {=} {X}.",
              "n = a + m : The two houses have {=} {X}.",
              "q = n + e : With the barn there are {=} {X}."),
          opening(
              "{A} has {z} {X} and spreads them equally over {k} plates. {B} takes what lies on"
                  + " one plate.",
              "q = z / k : On one plate there are {=} {X}."),
          opening(
              "{z} {X} are shared equally among {k} children, and {A}, one of them, had {b} {X}"
                  + " before.",
              "m = z / k : Each child gets {=} {X}.",
              "q = m + b : {A} now has {=} {X}."),
          opening(
              "{A} packs {z} {X} in boxes of {k}. {B} packs {s} boxes of the same size.",
              "m = z / k : {A} fills {=} boxes.",
              "n = m + s : Together they fill {=} boxes.",
              "q = n * k : The boxes hold {=} {X}."),
          opening(
              "Half of the {y} {X} in a basket are red. {A} takes all the red ones.",
              "q = y / 2 : {A} takes {=} {X}."),
          opening(
              "{A} earns {t} coins an hour and works {s} hours a day for {u} days. {X} cost one"
                  + " coin each, and {A} spends every coin on them.",
              "m = s * u : {A} works {=} hours.",
              "q = m * t : {A} earns {=} coins and buys as many {X}."),
          opening(
              "A bus leaves {P} with {a} people. At the first stop {e} get off and {b} get on."
                  + " Everyone on the bus then holds one of the {X}.",
              "m = a - e : After those who leave there are {=} people.",
              "q = m + b : After those who enter there are {=} people, so as many {X}."),
          opening(
              "{A} saves {t} coins each week for {s} weeks, and {B} saves {v} coins each week for"
                  + " {u} weeks. For each coin they get one of the {X}.",
              "m = s * t : {A} saves {=} coins.",
              "n = u * v : {B} saves {=} coins.",
              "q = m + n : Together they get {=} {X}."),
          opening(
              "A wall is {s} stones high and {t} stones wide. {A} has built {e} stones of it and"
                  + " brings one of the {X} for each stone that is missing.",
              "m = s * t : The wall has {=} stones.",
              "q = m - e : {A} brings {=} {X}."),
          opening(
              "{A} bakes {s} trays of {t} {X}. {B} bakes {u} trays more than {A}, with as many on"
                  + " each tray. Only the {X} of {B} are sold.",
              "m = s + u : {B} bakes {=} trays.",
              "q = m * t : {B} bakes {=} {X}."),
          opening(
              "There are {a} girls and {b} boys in a club in {P}. Each of them brings {k} {X}.",
              "m = a + b : The club has {=} members.",
              "q = m * k : They bring {=} {X}."),
          opening(
              "{A} is {a} years old and {B} is {b} years older. The {X} on their cake are as many"
                  + " as their years together.",
              "m = a + b : {B} is {=} years old.",
              "q = a + m : On the cake there are {=} {X}."),
          opening(
              "A river boat carries {t} {X} on each trip. It makes {s} trips on Friday and {u}"
                  + " trips on Saturday, but {e} {X} fall into the water.",
              "m = s + u : The boat makes {=} trips.",
              "n = m * t : It loads {=} {X}.",
              "q = n - e : After the loss {=} {X} arrive."),
          opening(
              "{A} plants {s} rows of {t} seeds, and {B} plants {b} seeds in a pot. All of them"
                  + " grow into {X}.",
              "m = s * t : {A} plants {=} seeds.",
              "q = m + b : There grow {=} {X}."),
          opening(
              "{A} and {B} have {h} {X} in all. {B} has {c} of them, and {A} leaves with the rest.",
              "q = h - c : {A} leaves with {=} {X}."),
          opening(
              "A library in {P} lends {a} {X} in the morning, {b} fewer than in the afternoon.",
              "m = a + b : In the afternoon it lends {=} {X}.",
              "q = a + m : On that day it lends {=} {X}."),
          opening(
              "{A} draws {t} {X} on each of {s} sheets and then rubs out {k} on every sheet.",
              "m = s * t : {A} draws {=} {X}.",
              "n = s * k : {A} rubs out {=} {X}.",
              "q = m - n : On the sheets there are {=} {X}."),
          opening(
              "Three friends bring {X}: {A} brings {a}, {B} brings {e} fewer than {A}, and the"
                  + " third brings {d}.",
              "m = a - e : {B} brings {=} {X}.",
              "n = a + m : {A} and {B} bring {=} {X}.",
              "q = n + d : All three bring {=} {X}."),
          opening(
              "A tower in {P} has {s} floors with {t} windows each. In every window stand {u} {X}"
                  + " and the roof has {e}.",
              "m = s * t : The tower has {=} windows.",
              "n = m * u : In the windows there are {=} {X}.",
              "q = n + e : With the roof there are {=} {X}."),
          opening(
              "{A} walks {a} steps to school and the same way back. For {k} days {A} counts one of"
                  + " the {X} for each step.",
              "m = a + a : In a day {A} walks {=} steps.",
              "q = m * k : {A} counts {=} {X}."),
          opening(
              "{A} buys {s} {X} for {t} coins each and pays with {w} coins too many, which the"
                  + " seller keeps for another day. {A} gets one more of the {X} for each coin paid,"
                  + " later.",
              "m = s * t : The price is {=} coins.",
              "q = m + w : {A} pays {=} coins and gets as many {X}."),
          opening(
              "Two teams from {P} gather {X}. The first gathers {a}. The second has {s} people who"
                  + " gather {t} each.",
              "m = s * t : The second team gathers {=} {X}.",
              "q = a + m : The teams gather {=} {X}."));

  static final ImmutableList<Turn> TURNS =
      Lists.immutable.with(
          new Turn("Then {b} more {X} are found.", "q + b : Now there are {=} {X}."),
          new Turn("A visitor brings {a} {X}.", "q + a : With the visitor's there are {=} {X}."),
          new Turn(
              "{C} adds {b} {X} of their own.", "q + b : With those of {C} there are {=} {X}."),
          new Turn(
              "In the evening {d} {X} are bought.", "q + d : In the evening there are {=} {X}."),
          new Turn("After that {e} {X} are given away.", "q - e : After giving there are {=} {X}."),
          new Turn("A dog runs off with {e} of them.", "q - e : The dog leaves {=} {X}."),
          new Turn("Later {c} of the {X} are sold.", "q - c : After the sale there are {=} {X}."),
          new Turn("{C} takes {e} {X} home.", "q - e : After {C} leaves there are {=} {X}."),
          new Turn("By the next week there are twice as many.", "q * 2 : Then there are {=} {X}."),
          new Turn(
              "Within a month their number grows to {k} times as many.",
              "q * k : After the month there are {=} {X}."),
          new Turn("Half of them are lost on the way.", "q / 2 : Half of them is {=} {X}."),
          new Turn(
              "They are shared equally among {k} people, and {C} is given one share.",
              "q / k : One share is {=} {X}."));

  static final ImmutableList<Question> QUESTIONS =
      Lists.immutable.with(
          new Question("How many {X} are there in the end?", Lists.immutable.empty()),
          new Question("How many {X} is that?", Lists.immutable.empty()),
          new Question("Find the number of {X} at the end.", Lists.immutable.empty()),
          new Question(
              "{D} has {f} {X}. How many more are there than {D} has?",
              Lists.immutable.with("r = q - f : There are {=} more.")),
          new Question(
              "{D} has {f} {X}. How many would there be together with those of {D}?",
              Lists.immutable.with("r = q + f : Together there would be {=} {X}.")),
          new Question(
              "Each of them is worth {k} coins. How many coins are they worth?",
              Lists.immutable.with("r = q * k : They are worth {=} coins.")),
          new Question(
              "They are put into bags of {k}. How many bags are filled?",
              Lists.immutable.with("r = q / k : They fill {=} bags.")),
          new Question(
              "How many are missing to have {g} {X}?",
              Lists.immutable.with("r = g - q : There are {=} {X} missing.")));

  static final ImmutableList<String> DISTRACTORS =
      Lists.immutable.with(
          "The room also has {i} chairs.",
          "It is {i} days before the holidays.",
          "A friend who is {i} years old looks on.",
          "The clock strikes {i}.",
          "It rained for {i} hours that day.",
          "The nearest shop is {i} streets away.");

  static final ImmutableList<String> NAMES =
      Lists.immutable.with(
          "Ann", "Ben", "Carla", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jack", "Kim", "Leo",
          "Mia", "Nora", "Omar", "Paul", "Rosa", "Sam", "Tina", "Uma", "Vera", "Will", "Yara",
          "Zoe", "Amir", "Bella", "Chen", "Dora", "Emil", "Fatima", "Grace", "Hana", "Ivan",
          "Julia", "Karl", "Lina", "Marco", "Nils", "Olga", "Petra");

  static final ImmutableList<String> THINGS =
      Lists.immutable.with(
          "apples",
          "pears",
          "plums",
          "lemons",
          "nuts",
          "eggs",
          "cakes",
          "rolls",
          "cups",
          "spoons",
          "books",
          "cards",
          "pens",
          "stamps",
          "coins",
          "marbles",
          "balls",
          "dolls",
          "kites",
          "toys",
          "shells",
          "stones",
          "beads",
          "buttons",
          "ribbons",
          "flowers",
          "roses",
          "seeds",
          "leaves",
          "candles",
          "lamps",
          "bottles",
          "jars",
          "tickets",
          "badges",
          "stickers",
          "photos",
          "maps",
          "hats",
          "socks");

  static final ImmutableList<String> PLACES =
      Lists.immutable.with(
          "Oslo", "Rome", "Lima", "Cairo", "Kyoto", "Delhi", "Paris", "Quito", "Bern", "Riga",
          "Accra", "Turin", "Leeds", "Porto", "Izmir", "Hanoi");
}

// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in memory holds in the database, whatever is asked of whatever there is. */
@ParameterizedClass
@EnumSource(Engine.class)
final class WhereTest {
  private static final int THINGS = 60;
  private static final int QUESTIONS = 1_500;
  private static final List<String> TEXTS =
      List.of(
          "a", "A", "ab", "aB", "Ab%", "a_b", "b!", "!", "ba\\ab", "xaXby", "ABBA", "abba", "", "%",
          "a\nb", "é-a", "𝄞b", "it''s", "a:b?", "[a]*", "bAb");
  private static final List<String> PATTERN_PARTS =
      List.of("%", "%", "_", "a", "A", "b", "B", "!", "\\", "é", "𝄞", "x", "[", "*", "'", ":");
  private static final List<Value> NUMBERS =
      List.of(
          Value.of(0),
          Value.of(1),
          Value.of(-3),
          Value.of(2.5),
          Value.of(Double.NaN),
          Value.of(1L << 53),
          Value.of(1e300),
          Value.of(-0.0));

  private record Thing(
      int id,
      @Nullable String name,
      @Nullable Long start,
      Map<String, String> tags,
      Map<String, Value> metrics) {
    List<Value> values(Key key) {
      @Nullable Value value =
          switch (key.kind()) {
            case TAG -> tags.containsKey(key.name()) ? Value.of(tags.get(key.name())) : null;
            case METRIC -> metrics.get(key.name());
            case ATTRIBUTE ->
                key.name().equals("run_name")
                    ? name == null ? null : Value.of(name)
                    : start == null ? null : Value.of(start);
            default -> throw new IllegalArgumentException(key.toString());
          };
      return value == null ? List.of() : List.of(value);
    }
  }

  private static Column column(Key key) {
    return switch (key.kind()) {
      case TAG ->
          new Column.Rows(
              "EXISTS (SELECT 1 FROM label t WHERE t.id = r.id AND t.name = {key} AND {test})",
              "t.value");
      case METRIC ->
          new Column.Rows(
              "r.id IN (SELECT m.id FROM figure m WHERE m.name = {key} AND {test})",
              "m.value",
              "m.nan = 1");
      case ATTRIBUTE ->
          new Column.Scalar(key.name().equals("run_name") ? "r.name" : "r.start_time");
      default -> throw new IllegalArgumentException(key.toString());
    };
  }

  private final Database database;
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<Thing> things = new ArrayList<>();

  WhereTest(Engine engine) {
    this.database = Databases.open(engine);
  }

  @BeforeEach
  void fill() {
    database.change(handle -> {
      handle.execute("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT, start_time BIGINT)");
      handle.execute("CREATE TABLE label (id BIGINT, name TEXT, value TEXT NOT NULL)");
      handle.execute(
          "CREATE TABLE figure (id BIGINT, name TEXT, value DOUBLE PRECISION NOT NULL,"
              + " nan INTEGER NOT NULL)");
      for (int id = 0; id < THINGS; id++) {
        Thing thing = thing(id);
        things.add(thing);
        insert(handle, thing);
      }
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Thing thing(int id) {
    Map<String, String> tags = new TreeMap<>();
    Map<String, Value> metrics = new TreeMap<>();
    for (String name : List.of("k", "K")) {
      if (random.nextInt(3) > 0) {
        tags.put(name, any(TEXTS));
      }
      if (random.nextInt(3) > 0) {
        metrics.put(name, any(NUMBERS));
      }
    }
    return new Thing(
        id,
        random.nextInt(4) == 0 ? null : any(TEXTS),
        random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt(5)),
        tags,
        metrics);
  }

  private static void insert(Handle handle, Thing thing) {
    handle.execute("INSERT INTO thing VALUES (?, ?, ?)", thing.id(), thing.name(), thing.start());
    thing
        .tags()
        .forEach((name, value) ->
            handle.execute("INSERT INTO label VALUES (?, ?, ?)", thing.id(), name, value));
    thing
        .metrics()
        .forEach((name, value) -> {
          double number = Matcher.asDouble(value);
          boolean nan = Double.isNaN(number);
          handle.execute(
              "INSERT INTO figure VALUES (?, ?, ?, ?)",
              thing.id(),
              name,
              nan ? 0 : number,
              nan ? 1 : 0);
        });
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Expression expression(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> new Expression.And(List.of(expression(depth - 1), expression(depth - 1)));
      case 2 -> new Expression.Or(List.of(expression(depth - 1), expression(depth - 1)));
      case 3 -> new Expression.Not(expression(depth - 1));
      default -> comparison();
    };
  }

  private Expression comparison() {
    Kind kind = any(List.of(Kind.TAG, Kind.METRIC, Kind.ATTRIBUTE));
    String name = any(List.of("k", "K", "missing"));
    if (kind == Kind.ATTRIBUTE) {
      name = any(List.of("run_name", "start_time"));
    }
    boolean text = kind == Kind.TAG || name.equals("run_name");
    Operator operator = any(text ? Operator.TEXTS : Operator.NUMBERS);
    return new Expression.Comparison(new Key(kind, name), operator, value(operator, text));
  }

  private Value value(Operator operator, boolean text) {
    return switch (operator) {
      case IS_NULL, IS_NOT_NULL -> new Value.Nothing();
      case IN, NOT_IN -> new Value.Texts(List.of(any(TEXTS), any(TEXTS)));
      case LIKE, ILIKE -> Value.of(pattern());
      default -> text ? Value.of(any(TEXTS)) : number();
    };
  }

  private Value number() {
    Value number = any(NUMBERS);
    return Double.isNaN(Matcher.asDouble(number)) ? Value.of(7) : number;
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (int n = random.nextInt(5); n >= 0; n--) {
      pattern.append(any(PATTERN_PARTS));
    }
    return pattern.toString();
  }

  private List<Integer> found(Where where) {
    return database.read(handle ->
        handle
            .createQuery("SELECT r.id FROM thing r WHERE " + where.text() + " ORDER BY r.id")
            .bindMap(where.bindings())
            .mapTo(Integer.class)
            .list());
  }

  private List<Integer> matching(Expression expression) {
    return things.stream()
        .filter(thing -> Matcher.matches(expression, thing::values))
        .map(Thing::id)
        .toList();
  }

  @Test
  void findsWhatMatchesInMemory() {
    int some = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      Expression expression = expression(4);
      List<Integer> expected = matching(expression);
      Where where = Where.of(expression, WhereTest::column, "f");
      assertThat(found(where)).as("%s%n%s", expression, where).isEqualTo(expected);
      assertThat(where.exact()).isTrue();
      some += expected.isEmpty() || expected.size() == THINGS ? 0 : 1;
    }
    assertThat(some).isGreaterThan(QUESTIONS / 4);
  }

  @Test
  void tellsCapitalsApartInLikeAndOnlyThere() {
    for (int i = 0; i < QUESTIONS; i++) {
      String pattern = pattern();
      for (Operator operator : List.of(Operator.LIKE, Operator.ILIKE)) {
        Expression expression =
            new Expression.Comparison(
                new Key(Kind.ATTRIBUTE, "run_name"), operator, Value.of(pattern));
        assertThat(found(Where.of(expression, WhereTest::column, "f")))
            .as("%s %s", operator, pattern)
            .isEqualTo(matching(expression));
      }
    }
  }

  @Test
  void findsAtLeastWhatARegularExpressionMatches() {
    for (int i = 0; i < QUESTIONS / 5; i++) {
      Expression regex =
          new Expression.Comparison(
              new Key(Kind.TAG, "k"),
              Operator.RLIKE,
              Value.of(any(List.of("^a", "b$", ".", "B+"))));
      Expression expression =
          any(
              List.of(
                  regex,
                  new Expression.Not(regex),
                  new Expression.Or(List.of(expression(2), new Expression.Not(regex))),
                  new Expression.Not(new Expression.And(List.of(regex, expression(2))))));
      Where where = Where.of(expression, WhereTest::column, "f");
      assertThat(where.exact()).isFalse();
      assertThat(found(where)).containsAll(matching(expression));
    }
  }

  @Test
  void sortsAsInMemory() {
    Ordering ordering =
        Ordering.parse(List.of("metrics.k DESC", "start_time", "metrics.K"), Grammars.RUNS)
            .then(new Ordering.Term(new Key(Kind.ATTRIBUTE, "run_id"), true));
    OrderBy order =
        OrderBy.of(
            ordering,
            key ->
                switch (key.name()) {
                  case "start_time" -> new SortColumn("r.start_time");
                  case "run_id" -> new SortColumn("r.id");
                  default ->
                      new SortColumn(
                          "(SELECT value FROM figure m WHERE m.id = r.id AND m.name = {key})",
                          "(SELECT nan FROM figure m WHERE m.id = r.id AND m.name = {key}) = 1");
                },
            "o");
    List<Integer> sorted =
        database.read(handle ->
            handle
                .createQuery("SELECT r.id FROM thing r ORDER BY " + order.text() + "r.id")
                .bindMap(order.bindings())
                .mapTo(Integer.class)
                .list());
    assertThat(sorted)
        .isEqualTo(
            things.stream()
                .sorted(
                    ordering.<Thing>comparator((thing, key) ->
                        key.name().equals("run_id")
                            ? Value.of(thing.id())
                            : thing.values(key).stream().findFirst().orElse(null)))
                .map(Thing::id)
                .toList());
  }

  @Test
  void neverWritesAUsersTextIntoTheStatement() {
    Where where =
        Where.of(
            Filter.parse(
                "tags.`x'); DROP TABLE thing; --` = '\"; DROP' AND tags.k LIKE '%DROP%'"
                    + " AND tags.k IN ('DROP')",
                Grammars.RUNS),
            WhereTest::column,
            "f");
    assertThat(where.text()).doesNotContain("DROP");
    assertThat(found(where)).isEmpty();
  }

  @Test
  void givesUpOnARegularExpressionThatTakesTooLong() {
    Expression hard = Filter.parse("tags.k RLIKE '(a+)+(a+)+$'", Grammars.TRACES);
    assertThatThrownBy(() -> Matcher.matches(hard, _ -> List.of(Value.of("a".repeat(5_000) + "b"))))
        .hasMessageContaining("takes more than 1000000 steps");
  }
}

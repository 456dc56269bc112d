package org.feedhold.kafka.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a process model, read key by key. A wrong value becomes a problem and a fallback, so that reading goes on
 * and every problem is found; a key that nobody asked for is one too, at {@link #close()}.
 */
final class Section {

    private static final int MAX_TEXT = 1000;

    private final ObjectNode node;
    private final String path;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(ObjectNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    String path() {
        return path;
    }

    /** A key without a value is as good as none. */
    boolean has(String key) {
        return value(key) != null;
    }

    /** Reports the keys that are not known here. */
    void close() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!asked.contains(name)) {
                problems.add(path(name), "the key '" + name + "' is not known here", Words.suggestion(name, asked));
            }
        }
    }

    /** How many problems there are so far in the whole model. */
    int problemCount() {
        return problems.count();
    }

    void problem(String key, String wrong, String remedy) {
        problems.add(path(key), wrong, remedy);
    }

    /** Reports a key that makes no sense together with another one. */
    void refuse(String key, String reason, String remedy) {
        if (has(key)) {
            problem(key, "'" + key + "' " + reason, remedy);
        }
    }

    private @Nullable JsonNode value(String key) {
        asked.add(key);
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private void missing(String key, String remedy) {
        problem(key, "'" + key + "' is missing", remedy);
    }

    @Nullable
    String text(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            problem(key, "'" + key + "' is not a text", "write words, in quotes if they look like something else");
            return null;
        }
        if (value.textValue().length() > MAX_TEXT) {
            problem(key, "'" + key + "' is longer than " + MAX_TEXT + " characters", "say it shorter");
        }
        return value.textValue();
    }

    String requiredText(String key, String remedy) {
        if (!has(key)) {
            missing(key, remedy);
            return "";
        }
        String text = text(key);
        return text == null ? "" : text;
    }

    boolean flag(String key, boolean fallback) {
        JsonNode value = value(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            problem(key, "'" + key + "' is neither true nor false", "write true or false");
        }
        return value.asBoolean(fallback);
    }

    @Nullable
    Double number(String key) {
        JsonNode value = value(key);
        return value == null ? null : finite(value, path(key));
    }

    private @Nullable Double finite(JsonNode value, String at) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            problems.add(
                    at, show(value) + " is not a number", "write a finite number without a unit, for example 0.82");
            return null;
        }
        return value.doubleValue();
    }

    /** A number with a least and a greatest value. */
    double number(String key, double least, double greatest, double fallback) {
        Double number = number(key);
        if (number == null) {
            return fallback;
        }
        if (number < least || number > greatest) {
            outside(key, show(number), show(least), show(greatest));
            return fallback;
        }
        return number;
    }

    int integer(String key, int least, int greatest, int fallback) {
        Double number = number(key);
        if (number == null) {
            return fallback;
        }
        if (number != Math.rint(number)) {
            problem(key, "'" + key + "' is " + show(number) + " and not a whole number", "write a whole number");
            return fallback;
        }
        if (number < least || number > greatest) {
            outside(key, show(number), Integer.toString(least), Integer.toString(greatest));
            return fallback;
        }
        return number.intValue();
    }

    int requiredInteger(String key, int least, int greatest, String remedy) {
        if (!has(key)) {
            missing(key, remedy);
            return least;
        }
        return integer(key, least, greatest, least);
    }

    /** Milliseconds of a duration between two others, both included. */
    long duration(String key, long least, long greatest, long fallback) {
        JsonNode value = value(key);
        if (value == null) {
            return fallback;
        }
        long millis = value.isTextual() ? Durations.parse(value.textValue()) : Durations.INVALID;
        if (millis == Durations.INVALID) {
            problem(key, show(value) + " is not a duration", "write a number with a unit: 200ms, 2s, 10m or 1h");
            return fallback;
        }
        if (millis < least || millis > greatest) {
            outside(key, Durations.format(millis), Durations.format(least), Durations.format(greatest));
            return fallback;
        }
        return millis;
    }

    /** Fraction of a percentage such as {@code 5%}. */
    double percentage(String key, int greatest, double fallback) {
        JsonNode value = value(key);
        if (value == null) {
            return fallback;
        }
        String text = value.isTextual() ? value.textValue() : "";
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})? ?%")) {
            problem(key, show(value) + " is not a percentage", "write a number with a percent sign, for example 5%");
            return fallback;
        }
        double percent = Double.parseDouble(text.substring(0, text.length() - 1).trim());
        if (percent > greatest) {
            outside(key, show(percent) + "%", "0%", greatest + "%");
            return fallback;
        }
        return percent / 100;
    }

    private void outside(String key, String number, String least, String greatest) {
        problem(key, "'" + key + "' is " + number, "choose a value from " + least + " to " + greatest);
    }

    /** A word of an enumeration, in lower case. */
    <E extends Enum<E>> @Nullable E word(String key, Class<E> type, Set<E> allowed) {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        List<String> words = allowed.stream().map(Section::lower).sorted().toList();
        for (E constant : type.getEnumConstants()) {
            if (allowed.contains(constant)
                    && value.isTextual()
                    && lower(constant).equals(value.textValue())) {
                return constant;
            }
        }
        problem(
                key,
                show(value) + " is not a value of '" + key + "'",
                Words.suggestion(value.isTextual() ? value.textValue() : "", words));
        return null;
    }

    <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        E word = word(key, type, Set.copyOf(Arrays.asList(type.getEnumConstants())));
        return word == null ? fallback : word;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A list of words; empty where there is none. */
    List<String> texts(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            problem(key, show(value) + " is not a list", "write it in brackets: [one, other]");
            return texts;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode element = value.get(i);
            if (element.isTextual() && !element.textValue().isBlank()) {
                texts.add(element.textValue());
            } else {
                problems.add(path(key) + '[' + i + ']', show(element) + " is not a word", "write words, in quotes");
            }
        }
        return texts;
    }

    /** The two numbers of a range, or null where it is missing or wrong. */
    double @Nullable [] range(String key) {
        JsonNode value = value(key);
        if (value == null) {
            missing(key, "write the least and the greatest value that the sensor can report, for example [0, 200]");
            return null;
        }
        if (!value.isArray() || value.size() != 2) {
            problem(key, show(value) + " is not a range", "write two numbers in brackets, for example [0, 200]");
            return null;
        }
        Double low = finite(value.get(0), path(key) + "[0]");
        Double high = finite(value.get(1), path(key) + "[1]");
        if (low == null || high == null) {
            return null;
        }
        if (low >= high) {
            problem(key, show(low) + " is not below " + show(high), "write the lower number first");
            return null;
        }
        return new double[] {low, high};
    }

    /** The section under a key, empty where there is none; to be closed by the caller. */
    Section section(String key) {
        JsonNode value = value(key);
        if (value instanceof ObjectNode object) {
            return new Section(object, path(key), problems);
        }
        if (value != null) {
            problem(key, show(value) + " is not a group of keys", "write keys with values below '" + key + "'");
        }
        return new Section(JsonNodeFactory.instance.objectNode(), path(key), problems);
    }

    /** The sections below a key by name, in the order of the file. */
    Map<String, Section> sections(String key) {
        Section parent = section(key);
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String name : parent.names()) {
            sections.put(name, parent.section(name));
        }
        return sections;
    }

    /** Names of the keys, in the order of the file. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the value of a key is a number and not a group of keys. */
    boolean isNumber(String key) {
        JsonNode value = value(key);
        return value != null && !value.isObject();
    }

    static String show(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String show(JsonNode value) {
        if (value.isNumber()) {
            return show(value.doubleValue());
        }
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}

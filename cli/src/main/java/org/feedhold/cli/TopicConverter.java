package org.feedhold.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.feedhold.kafka.Topic;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a topic's name without its prefix. */
public final class TopicConverter implements ITypeConverter<Topic> {

    @Override
    public Topic convert(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'" + name + "' is none of " + String.join(", ", new Names())));
    }

    /** The names that are understood. */
    public static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            List<String> names =
                    Arrays.stream(Topic.values()).map(Topic::topicName).toList();
            return names.iterator();
        }
    }
}

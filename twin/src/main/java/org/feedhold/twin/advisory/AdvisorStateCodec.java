package org.feedhold.twin.advisory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.detection.CheckCard;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;
import org.feedhold.twin.storage.Phrases;
import org.jspecify.annotations.Nullable;

/**
 * An advisor's state in few bytes. Every text is stored once; those that many machines have in common, as {@link Phrases}
 * knows them, as an id; ids of episodes as their ten bytes. The first byte is the version of the layout.
 */
public final class AdvisorStateCodec {

    private static final int VERSION = 1;

    private static final Decision[] DECISIONS = Decision.values();
    private static final Monitoring[] MONITORINGS = Monitoring.values();
    private static final AlarmState[] ALARM_STATES = AlarmState.values();

    private final Phrases phrases;

    /** A codec with the texts that machines have in common. */
    public AdvisorStateCodec(Phrases phrases) {
        this.phrases = phrases;
    }

    /** Takes in what a rule says, so that no machine has to store it. */
    public void learn(CheckCard card) {
        phrases.learn(card.check());
        phrases.learn(card.code());
        phrases.learn(card.rule());
        phrases.learn(card.label());
        phrases.learn(card.action());
        phrases.learn(card.parameterChange());
        phrases.learn(card.requiredCheck());
        card.consequenceOf().forEach(phrases::learn);
    }

    /** Lays a state out. */
    public byte[] encode(AdvisorState state) {
        try {
            TextTable texts = new TextTable();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            write(state, new CompactOutput(new DataOutputStream(body)), texts);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            CompactOutput out = new CompactOutput(new DataOutputStream(whole));
            out.count(VERSION);
            texts.write(out, phrases);
            body.writeTo(whole);
            return whole.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if a newer build wrote it, or it is damaged
     */
    public AdvisorState decode(byte[] bytes) throws IOException {
        CompactInput in = new CompactInput(new DataInputStream(new ByteArrayInputStream(bytes)));
        long version = in.count();
        if (version != VERSION) {
            throw new IOException("an advisor's state has version " + version + ", and this build reads up to "
                    + VERSION + ": restore it with the build that wrote it");
        }
        return read(in, TextTable.read(in, phrases, bytes.length), bytes.length);
    }

    /** Brings a state that a build before this codec kept as plain fields to what this build expects; changes it. */
    public static AdvisorState upgrade(AdvisorState state) {
        if (!state.said.isEmpty()) {
            state.said = Identifiers.digest(state.said);
        }
        return state;
    }

    private static void write(AdvisorState state, CompactOutput out, TextTable texts) throws IOException {
        out.signed(state.newest);
        out.flags(
                state.recommended,
                state.saidAction,
                state.saidGateOpen,
                /* said anything: */ !state.said.isEmpty(),
                state.score != 100,
                state.penalty != 0);
        out.time(state.recommendedAt, state.newest);
        out.time(state.scoredAt, state.newest);
        out.choice(state.decision);
        out.choice(state.monitoring);
        if (!state.said.isEmpty()) {
            out.count(texts.index(state.said));
        }
        if (state.score != 100) {
            out.number(state.score);
        }
        if (state.penalty != 0) {
            out.number(state.penalty);
        }
        out.count(state.toggles.size());
        for (long toggle : state.toggles) {
            out.time(toggle, state.newest);
        }
        out.count(state.episodes.size());
        for (OpenEpisode episode : state.episodes) {
            write(episode, out, texts, state.newest);
        }
        out.count(state.openChecks.size());
        long before = state.newest;
        for (OpenCheck check : state.openChecks) {
            out.count(texts.index(check.episodeId()));
            out.count(texts.index(check.code()));
            out.count(texts.index(check.partId()));
            out.count(texts.index(check.requiredCheck()));
            out.time(check.since().toEpochMilli(), before);
            before = check.since().toEpochMilli();
        }
    }

    private static AdvisorState read(CompactInput in, TextTable texts, int most) throws IOException {
        AdvisorState state = new AdvisorState();
        state.newest = in.signed();
        int flags = in.flags();
        state.recommended = CompactInput.isSet(flags, 0);
        state.saidAction = CompactInput.isSet(flags, 1);
        state.saidGateOpen = CompactInput.isSet(flags, 2);
        state.recommendedAt = in.time(state.newest);
        state.scoredAt = in.time(state.newest);
        state.decision = in.choice(DECISIONS);
        state.monitoring = in.choice(MONITORINGS);
        state.said = CompactInput.isSet(flags, 3) ? texts.required(in.count()) : "";
        state.score = CompactInput.isSet(flags, 4) ? in.number(true) : 100;
        state.penalty = CompactInput.isSet(flags, 5) ? in.number(true) : 0;
        int toggles = in.size(most);
        for (int i = 0; i < toggles; i++) {
            state.toggles.add(in.time(state.newest));
        }
        int episodes = in.size(most);
        for (int i = 0; i < episodes; i++) {
            state.episodes.add(readEpisode(in, texts, state.newest, most));
        }
        int checks = in.size(most);
        long before = state.newest;
        for (int i = 0; i < checks; i++) {
            String episodeId = texts.required(in.count());
            String code = texts.required(in.count());
            String partId = texts.text(in.count());
            String requiredCheck = texts.required(in.count());
            before = in.time(before);
            state.openChecks.add(new OpenCheck(episodeId, code, partId, requiredCheck, Instant.ofEpochMilli(before)));
        }
        return state;
    }

    private static void write(OpenEpisode episode, CompactOutput out, TextTable texts, long newest) throws IOException {
        out.count(texts.index(episode.id));
        out.count(texts.index(episode.code));
        out.count(texts.index(episode.signal));
        out.count(texts.index(episode.label));
        out.count(texts.index(episode.rule));
        out.count(texts.index(episode.causedBy));
        out.count(texts.index(episode.action));
        out.count(texts.index(episode.parameterChange));
        out.count(texts.index(episode.requiredCheck));
        out.count(texts.index(episode.unit));
        out.count(texts.index(episode.peakUnit));
        out.time(episode.start, newest);
        out.count(episode.samples);
        out.signed(episode.newestOrdinal);
        out.choice(episode.highest);
        out.choice(episode.alarmState);
        out.count(episode.checks.size());
        for (int i = 0; i < episode.checks.size(); i++) {
            out.count(texts.index(episode.checks.get(i)));
            out.choice(episode.decisions.get(i));
        }
        out.count(episode.consequenceOf.size());
        for (String code : episode.consequenceOf) {
            out.count(texts.index(code));
        }
        out.flags(
                episode.aboutQuality,
                episode.requiresCheck,
                episode.value != null,
                episode.expected != null,
                episode.limit != null,
                episode.zScore != null);
        out.number(episode.value);
        out.number(episode.expected);
        out.number(episode.limit);
        out.number(episode.zScore);
        out.flags(
                episode.peakValue != null,
                episode.peakLimit != null,
                episode.peakZScore != null,
                /* the peak is the newest value: */ Objects.equals(episode.peakValue, episode.value),
                Objects.equals(episode.peakLimit, episode.limit),
                Objects.equals(episode.peakZScore, episode.zScore),
                episode.peakStrength != 0);
        if (!Objects.equals(episode.peakValue, episode.value)) {
            out.number(episode.peakValue);
        }
        if (!Objects.equals(episode.peakLimit, episode.limit)) {
            out.number(episode.peakLimit);
        }
        if (!Objects.equals(episode.peakZScore, episode.zScore)) {
            out.number(episode.peakZScore);
        }
        if (episode.peakStrength != 0) {
            out.number(episode.peakStrength);
        }
    }

    private static OpenEpisode readEpisode(CompactInput in, TextTable texts, long newest, int most) throws IOException {
        OpenEpisode episode = new OpenEpisode();
        episode.id = texts.required(in.count());
        episode.code = texts.required(in.count());
        episode.signal = texts.text(in.count());
        episode.label = texts.required(in.count());
        episode.rule = texts.required(in.count());
        episode.causedBy = texts.text(in.count());
        episode.action = texts.text(in.count());
        episode.parameterChange = texts.text(in.count());
        episode.requiredCheck = texts.text(in.count());
        episode.unit = texts.text(in.count());
        episode.peakUnit = texts.text(in.count());
        episode.start = in.time(newest);
        episode.samples = (int) in.count();
        episode.newestOrdinal = in.signed();
        episode.highest = Objects.requireNonNull(in.choice(DECISIONS));
        episode.alarmState = in.choice(ALARM_STATES);
        int checks = in.size(most);
        for (int i = 0; i < checks; i++) {
            episode.checks.add(texts.required(in.count()));
            episode.decisions.add(Objects.requireNonNull(in.choice(DECISIONS)));
        }
        int causes = in.size(most);
        for (int i = 0; i < causes; i++) {
            episode.consequenceOf.add(texts.required(in.count()));
        }
        int flags = in.flags();
        episode.aboutQuality = CompactInput.isSet(flags, 0);
        episode.requiresCheck = CompactInput.isSet(flags, 1);
        episode.value = in.nullable(CompactInput.isSet(flags, 2));
        episode.expected = in.nullable(CompactInput.isSet(flags, 3));
        episode.limit = in.nullable(CompactInput.isSet(flags, 4));
        episode.zScore = in.nullable(CompactInput.isSet(flags, 5));
        int peak = in.flags();
        episode.peakValue = CompactInput.isSet(peak, 3) ? episode.value : in.nullable(CompactInput.isSet(peak, 0));
        episode.peakLimit = CompactInput.isSet(peak, 4) ? episode.limit : in.nullable(CompactInput.isSet(peak, 1));
        episode.peakZScore = CompactInput.isSet(peak, 5) ? episode.zScore : in.nullable(CompactInput.isSet(peak, 2));
        episode.peakStrength = CompactInput.isSet(peak, 6) ? in.number(true) : 0;
        return episode;
    }

    /** The texts of one state, each once; index 0 is null. */
    private static final class TextTable {

        private static final int WHOLE = 0;
        private static final int PHRASE = 1;
        private static final int IDENTIFIER = 2;

        private final List<String> texts;

        TextTable() {
            this(new ArrayList<>());
        }

        private TextTable(List<String> texts) {
            this.texts = texts;
        }

        /** A state has few texts: looking through them is quicker than hashing them. */
        int index(@Nullable String text) {
            if (text == null) {
                return 0;
            }
            int index = texts.indexOf(text);
            if (index < 0) {
                index = texts.size();
                texts.add(text);
            }
            return index + 1;
        }

        @Nullable
        String text(long index) throws IOException {
            if (index == 0) {
                return null;
            }
            if (index < 0 || index > texts.size()) {
                throw new IOException("an advisor's state refers to text " + index + " of " + texts.size()
                        + ": the state is damaged");
            }
            return texts.get((int) index - 1);
        }

        String required(long index) throws IOException {
            String text = text(index);
            if (text == null) {
                throw new IOException("a text is missing in an advisor's state: the state is damaged");
            }
            return text;
        }

        /** Each text begins with its length and kind; one that is like the one before it, such as the next part, shares its start. */
        void write(CompactOutput out, Phrases phrases) throws IOException {
            out.count(texts.size());
            byte[] before = {};
            for (String text : texts) {
                Long phrase = phrases.id(text);
                byte[] identifier = Identifiers.bytes(text);
                if (phrase != null) {
                    out.count(PHRASE);
                    out.bytes(ByteBuffer.allocate(Long.BYTES).putLong(phrase).array(), 0, Long.BYTES);
                } else if (identifier != null) {
                    out.count(IDENTIFIER);
                    out.bytes(identifier, 0, identifier.length);
                } else {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    int shared = shared(before, bytes);
                    out.count((long) (bytes.length - shared) << 2 | WHOLE);
                    out.count(shared);
                    out.bytes(bytes, shared, bytes.length - shared);
                    before = bytes;
                }
            }
        }

        static TextTable read(CompactInput in, Phrases phrases, int most) throws IOException {
            int size = in.size(most);
            List<String> texts = new ArrayList<>(size);
            byte[] before = {};
            for (int i = 0; i < size; i++) {
                long kind = in.count();
                if (kind == PHRASE) {
                    long id = ByteBuffer.wrap(in.bytes(Long.BYTES)).getLong();
                    String text = phrases.text(id);
                    if (text == null) {
                        throw new IOException(
                                "an advisor's state refers to a text of its rule that the state 'phrases' "
                                        + "does not have: restore from a savepoint that is whole");
                    }
                    texts.add(text);
                } else if (kind == IDENTIFIER) {
                    texts.add(Identifiers.text(in.bytes(Identifiers.BYTES)));
                } else {
                    long own = kind >>> 2;
                    int shared = in.size(before.length);
                    if ((kind & 3) != WHOLE || own > most) {
                        throw new IOException("a text of an advisor's state can't be read: the state is damaged");
                    }
                    byte[] bytes = Arrays.copyOf(before, shared + (int) own);
                    System.arraycopy(in.bytes((int) own), 0, bytes, shared, (int) own);
                    texts.add(new String(bytes, StandardCharsets.UTF_8));
                    before = bytes;
                }
            }
            return new TextTable(texts);
        }

        private static int shared(byte[] one, byte[] other) {
            int mismatch = Arrays.mismatch(one, other);
            return mismatch < 0 ? one.length : mismatch;
        }
    }
}

package org.feedhold.cli.simulate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share of all: {@code 5%}, 0 to 100. */
public final class ShareConverter implements ITypeConverter<Double> {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s?%");

    @Override
    public Double convert(String value) {
        Matcher matcher = PERCENT.matcher(value.strip());
        double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : Double.NaN;
        if (!(share <= 1)) {
            throw new TypeConversionException("'" + value + "' is no share; write it like 5%, from 0% to 100%");
        }
        return share;
    }
}

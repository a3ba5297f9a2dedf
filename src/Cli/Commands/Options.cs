using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Serverless.Client;
using Serverless.Core;

namespace Serverless.Cli.Commands;

/// <summary>Arguments and options of the kinds that commands share.</summary>
internal static class Options
{
    public static Argument<string> Argument(string name, string description) => new(name) { Description = description };

    public static Option<string> Text(string name, string description, bool isRequired = false) => new(name) { Description = description, Required = isRequired };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<long?> Number(string name, string description, bool isRequired = false) => new(name) { Description = description, Required = isRequired };

    /// <summary>A duration as <c>PT30S</c>, or as <c>30s</c>, <c>5m</c>, <c>12h</c>, <c>7d</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = $"{description}; as 30s, 5m, 12h, 7d or PT30S",
        HelpName = "duration",
        CustomParser = result => Parse<TimeSpan>(result, text => ReadDuration(text), "a duration such as 30s, 5m, 12h, 7d or PT30S"),
    };

    /// <summary>A time with its zone, or a date, which is UTC.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description}; as 2026-11-23T10:00:00Z, or a date, which is UTC",
        HelpName = "time",
        CustomParser = result => Parse<DateTimeOffset>(result, text => IsoTime.Parse(text), IsoTime.Rule),
    };

    /// <summary>One of an enumeration's words, in camelCase as the service has them.</summary>
    public static Option<T?> Word<T>(string name, string description, bool isRequired = false)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.OrdinalIgnoreCase);
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            Required = isRequired,
            CustomParser = result => Parse<T>(result, text => words.TryGetValue(text, out var value) ? value : null, $"one of {string.Join(", ", words.Keys)}"),
        };
        option.CompletionSources.Add([.. words.Keys]);
        return option;
    }

    /// <summary>Names and values, each as <c>name=value</c>.</summary>
    public static Option<string[]> Pairs(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = $"{description}; as name=value, may be repeated", HelpName = "name=value", Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') <= 0))
            {
                result.AddError($"'{token.Value}' is not of the form name=value.");
            }
        });
        return option;
    }

    public static Dictionary<string, string>? ReadPairs(string[]? pairs) => pairs is null or []
        ? null
        : pairs.Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);

    /// <summary>Has a write be done only where the thing still has a tag.</summary>
    public static Option<string?> IfMatch() => new("--if-match") { Description = "Only if it still has this ETag, as get shows it; * for whatever there is", HelpName = "etag" };

    /// <summary>Has a write be done only where there is nothing yet.</summary>
    public static Option<bool> OnlyNew() => Flag("--new", "Only if there is none yet");

    private static T? Parse<T>(ArgumentResult result, Func<string, T?> read, string kind)
        where T : struct
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (read(text) is { } value)
        {
            return value;
        }

        result.AddError($"'{text}' is not {kind}.");
        return null;
    }

    private static TimeSpan? ReadDuration(string text)
    {
        if (text is [.., var unit] && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < TimeSpan.MaxValue.TotalDays)
        {
            return unit switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            };
        }

        try
        {
            return DurationConverter.Parse(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}

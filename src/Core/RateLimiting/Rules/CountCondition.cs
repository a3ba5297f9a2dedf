using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Which answers of an upstream count against the limits of an operation.</summary>
public sealed partial record CountCondition
{
    private const string Pattern = @"^(([<>]=?)?[1-5]\d\d|[1-5]\d\d-[1-5]\d\d)(, ?(([<>]=?)?[1-5]\d\d|[1-5]\d\d-[1-5]\d\d)){0,9}$";

    private const int Least = 100;
    private const int Most = 599;

    /// <summary>The status codes that count: up to ten of <c>404</c>, <c>200-299</c>, <c>&lt;500</c>, <c>&lt;=499</c>, <c>&gt;399</c>, <c>&gt;=400</c>, with commas between them.</summary>
    [Required]
    [RegularExpression(Pattern)]
    public string? Status { get; init; }

    /// <summary>What is wrong with it, to follow "the field"; null for nothing.</summary>
    public string? Refuse() => Status is not null && Form().IsMatch(Status) && Status.Split(',').Select(RangeOf).All(range => range.From <= range.To)
        ? null
        : "must be status codes such as <500, 200-299 or 404, with commas between them.";

    /// <summary>Whether an answer of that status counts.</summary>
    public bool Includes(int status) => Array.Exists(Status!.Split(','), part => RangeOf(part) is var (from, to) && status >= from && status <= to);

    [GeneratedRegex(Pattern)]
    private static partial Regex Form();

    private static (int From, int To) RangeOf(string part) => part.Trim() switch
    {
        ['<', '=', .. var number] => (Least, Number(number)),
        ['<', .. var number] => (Least, Number(number) - 1),
        ['>', '=', .. var number] => (Number(number), Most),
        ['>', .. var number] => (Number(number) + 1, Most),
        [.. var first, '-', _, _, _] and var both => (Number(first), Number(both[^3..])),
        var only => (Number(only), Number(only)),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

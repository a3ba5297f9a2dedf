using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads <c>?limit</c> and <c>?continuation</c> of a list.</summary>
public static class PageQuery
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;

    private const string LimitField = "limit";
    private const string ContinuationField = "continuation";

    /// <summary>The parameters of a list.</summary>
    public static IReadOnlyCollection<string> Parameters { get; } = [LimitField, ContinuationField];

    /// <exception cref="RequestRefusedException">The limit is no number from 1 to <see cref="MaxLimit"/>.</exception>
    public static int Limit(HttpRequest request)
    {
        var text = request.Query[LimitField];
        if (text.Count == 0)
        {
            return DefaultLimit;
        }

        return int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MaxLimit
            ? limit
            : throw new RequestRefusedException(FieldErrors.Of(LimitField, $"must be a whole number from 1 to {MaxLimit}."));
    }

    /// <summary>The place that an earlier page named; null when the request asks for the first page.</summary>
    /// <param name="decode">Reads a continuation; null for one that it did not write.</param>
    /// <exception cref="RequestRefusedException">The continuation is none of ours.</exception>
    public static T? Continuation<T>(HttpRequest request, Func<string, T?> decode)
        where T : class
    {
        var text = request.Query[ContinuationField];
        return text.Count == 0
            ? null
            : decode(text.ToString()) ?? throw new RequestRefusedException(FieldErrors.Of(ContinuationField, "must be the value that the page before came with."));
    }
}

/// <summary>A list as it is answered.</summary>
/// <param name="Continuation">What to ask for the next page with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);

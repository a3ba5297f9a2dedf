using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>A page of things that are listed by their name.</summary>
internal static class NamedPage
{
    /// <summary>The name that the page before ended with; null for the first page.</summary>
    /// <exception cref="RequestRefusedException">The continuation is none of ours.</exception>
    public static string? After(HttpRequest request) => PageQuery.Continuation(
        request, text => Continuation.Decode(text, parts: 1) is [var name] && ResourceName.IsValid(name) ? name : null);

    /// <param name="found">One more than the page holds, unless it is the last.</param>
    public static Page<TAnswer> Of<T, TAnswer>(IReadOnlyList<T> found, int limit, Func<T, string> name, Func<T, TAnswer> answer) => new(
        [.. found.Take(limit).Select(answer)],
        found.Count > limit ? Continuation.Encode(name(found[limit - 1])) : null);
}

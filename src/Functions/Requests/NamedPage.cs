using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>A page of things that are listed by their name.</summary>
public static class NamedPage
{
    /// <summary>Bytes of a page, about; the first item of one may be larger.</summary>
    private const int MaxBytes = 1_000_000;

    /// <summary>The name that the page before ended with; null for the first page.</summary>
    /// <param name="maxLength">Of a name.</param>
    /// <exception cref="RequestRefusedException">The continuation is none of ours.</exception>
    public static string? After(HttpRequest request, int maxLength = ResourceName.MaxLength) => PageQuery.Continuation(
        request,
        text => Continuation.Decode(text, parts: 1) is [{ Length: > 0 } name]
            && name.Length <= maxLength
            && name.Chunk(ResourceName.MaxLength).All(part => ResourceName.IsValid(new string(part))) ? name : null);

    /// <summary>As many as the page may hold, and where the next one begins.</summary>
    /// <param name="found">One more than the page holds at most, unless it is the last.</param>
    /// <param name="type">What an item is written by.</param>
    public static Page<TAnswer> Of<T, TAnswer>(IReadOnlyList<T> found, int limit, Func<T, string> name, Func<T, TAnswer> answer, JsonTypeInfo<TAnswer> type)
    {
        var (items, bytes) = (new List<TAnswer>(), 0);
        foreach (var item in found.Take(limit))
        {
            var next = answer(item);
            bytes += JsonSerializer.SerializeToUtf8Bytes(next, type).Length;
            if (bytes > MaxBytes && items.Count > 0)
            {
                break;
            }

            items.Add(next);
        }

        return new(items, found.Count > items.Count ? Continuation.Encode(name(found[items.Count - 1])) : null);
    }
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>A request's headers as rules see them, without copying them.</summary>
internal sealed class HeaderValues(IHeaderDictionary headers) : IReadOnlyDictionary<string, string>
{
    public int Count => headers.Count;

    public IEnumerable<string> Keys => headers.Keys.Select(name => name.ToLowerInvariant());

    public IEnumerable<string> Values => headers.Values.Select(value => HeaderText.Read(value.ToString()));

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => headers.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = headers.TryGetValue(key, out var values) && values.Count > 0 ? HeaderText.Read(values.ToString()) : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        headers.Select(header => new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), HeaderText.Read(header.Value.ToString()))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

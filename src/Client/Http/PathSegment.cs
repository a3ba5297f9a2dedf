namespace Serverless.Client;

/// <summary>A name as a part of an address's path.</summary>
internal static class PathSegment
{
    /// <exception cref="ArgumentException">There is no name, or it is one that every address is shortened by: the request would be for what lies above.</exception>
    public static string Of(string? name) => name switch
    {
        null or "" => throw new ArgumentException("A name or id is empty."),
        "." or ".." => throw new ArgumentException($"'{name}' can't be a name or id: in an address it stands for what is above."),
        _ => Uri.EscapeDataString(name),
    };
}

using System.Buffers.Text;
using System.Text;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>What an owner's links are found by: a tag, or the host of the target.</summary>
public readonly record struct LinkLabel
{
    private const char TagKind = 't';
    private const char HostKind = 'h';

    private readonly char kind;
    private readonly string text;

    private LinkLabel(char kind, string text) => (this.kind, this.text) = (kind, text);

    /// <summary>Compared character by character.</summary>
    public static LinkLabel Tag(string tag) => new(TagKind, tag);

    /// <param name="host">As <see cref="TargetUrl"/> gives it.</param>
    public static LinkLabel Host(string host) => new(HostKind, host);

    /// <summary>All labels of a link, each once.</summary>
    public static IReadOnlyList<LinkLabel> Of(ShortLink link)
    {
        var tags = link.Tags.Select(Tag);
        return [.. TargetUrl.Parse(link.Url, out _) is { } target ? tags.Prepend(Host(target.Host)) : tags];
    }

    /// <summary>In letters, digits, '-' and '_' alone, different for different labels.</summary>
    public override string ToString() => kind + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

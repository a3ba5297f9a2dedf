namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>A piece to build URLs from, with the name of its kind (empty for an ordinary one).</summary>
internal readonly record struct UrlPart(string Text, string Kind)
{
    public static implicit operator UrlPart((string Text, string Kind) part) => new(part.Text, part.Kind);
}
